// Hot path, benchmarks/analysis.ts: the members of one group by what decides a comparison, so that a finding is compared
// with those that can matter and not with all.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Traits } from './traits.ts';

/** Ascending by onset; apart, because time counts less between slow ones. */
interface InOrder {
  readonly slow: Traits[];
  readonly others: Traits[];
}

interface SameText extends InOrder {
  readonly words: Traits['words'];
}

export interface MemberIndex {
  readonly byEntity: ReadonlyMap<EntityId, readonly Traits[]>;
  /** Each list has one measure of one signal. */
  readonly byText: ReadonlyMap<Traits['text'], SameText>;
  /** Those of them that are log lines. */
  readonly lines: ReadonlyMap<Traits['text'], SameText>;
  readonly all: InOrder;
  size(): number;
  add(member: Traits): void;
  remove(member: Traits): void;
}

export function createMemberIndex(): MemberIndex {
  const byEntity = new Map<EntityId, Traits[]>();
  const byText = new Map<string, SameText>();
  const lines = new Map<string, SameText>();
  const all: InOrder = { slow: [], others: [] };
  return {
    byEntity,
    byText,
    lines,
    all,
    size: () => all.slow.length + all.others.length,
    add(member) {
      const { entity } = member.anomaly;
      const there = byEntity.get(entity);
      if (there) there.push(member);
      else byEntity.set(entity, [member]);
      let alike = byText.get(member.text);
      if (!alike) {
        alike = { slow: [], others: [], words: member.words };
        byText.set(member.text, alike);
        if (member.words) lines.set(member.text, alike);
      }
      insert(alike, member);
      insert(all, member);
    },
    remove(member) {
      const { entity } = member.anomaly;
      const there = byEntity.get(entity)!;
      takeOut(there, member);
      if (there.length === 0) byEntity.delete(entity);
      const alike = byText.get(member.text)!;
      takeOut(listOf(alike, member), member);
      if (alike.slow.length + alike.others.length === 0) {
        byText.delete(member.text);
        lines.delete(member.text);
      }
      takeOut(listOf(all, member), member);
    },
  };
}

/** The `count` before and the `count` from a time on, of the slow and of the others. */
export function visitNearest(order: InOrder, time: Timestamp, count: number, visit: (member: Traits) => void): void {
  for (const list of [order.slow, order.others]) {
    const at = placeOf(list, time);
    const end = Math.min(list.length, at + count);
    for (let index = Math.max(0, at - count); index < end; index += 1) visit(list[index]!);
  }
}

function insert(order: InOrder, member: Traits): void {
  const list = listOf(order, member);
  list.splice(placeOf(list, member.anomaly.onset), 0, member);
}

function takeOut(list: Traits[], member: Traits): void {
  list.splice(list.indexOf(member), 1);
}

function listOf(order: InOrder, { isSlow }: Traits): Traits[] {
  return isSlow ? order.slow : order.others;
}

/** Index of the first that is not before `time`. */
function placeOf(list: readonly Traits[], time: Timestamp): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]!.anomaly.onset < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
