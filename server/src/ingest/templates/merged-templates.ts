// Templates that a model was found to be right about: beside what is mined, which stays as it is, so that undoing a merge
// gives back exactly the ids before it.
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import type { TemplateMerge } from '@foreshock/model/template-merge.ts';
import type { Mined } from './mined-template.ts';
import { tellingIn } from './refinement/judge-merge.ts';
import { canonicalLine, parseSlotTemplate, type SlotTemplate } from './refinement/slot-template.ts';
import { textOf } from './template-tree.ts';

export interface MergedTemplates {
  /** Its own id, or that of the merge that it is a member of. */
  idOf(mined: Mined): TemplateId;
  /** A template that is new becomes a member of the merge that its text fits, or that had it before. */
  join(mined: Mined): void;
  /** `gone` was absorbed by `into`. */
  follow(gone: Mined, into: Mined): void;
  /** Whether it is told as its merge, once, by the next `takeChanged`. */
  note(mined: Mined): boolean;
  takeChanged(): Template[];
  find(id: TemplateId): Pick<Template, 'firstSeen' | 'aliases'> | undefined;
  /** All merges of the project, undone ones too. Gives those of `known` that are told anew. */
  set(merges: readonly TemplateMerge[], known: readonly Mined[]): readonly Mined[];
}

interface Merged {
  readonly merge: TemplateMerge;
  readonly template: SlotTemplate | undefined;
  readonly members: Set<Mined>;
}

export function createMergedTemplates(): MergedTemplates {
  const byMember = new Map<Mined, Merged>();
  const byId = new Map<TemplateId, Merged>();
  /** Undone ones that have been told of. */
  const undone = new Set<string>();
  const changed = new Set<Merged>();
  let withdrawn: Template[] = [];

  function add(one: Merged, mined: Mined): void {
    one.members.add(mined);
    byMember.set(mined, one);
    changed.add(one);
  }

  function fits({ merge, template }: Merged, mined: Mined): boolean {
    if (mined.entity !== merge.entity) return false;
    const ids = [mined.id, ...mined.aliases];
    if (merge.members.some(({ id }) => ids.includes(id))) return true;
    if (!template || mined.form !== merge.form) return false;
    const line = canonicalLine(textOf(mined.cluster));
    return template.pattern.covers(line) && tellingIn(template, line).length === 0;
  }

  return {
    idOf: (mined) => (byMember.size === 0 ? mined.id : (byMember.get(mined)?.merge.id ?? mined.id)),
    join(mined) {
      if (byId.size === 0 || byMember.has(mined)) return;
      for (const one of byId.values()) if (fits(one, mined)) return add(one, mined);
    },
    follow(gone, into) {
      const one = byMember.get(gone);
      if (!one) return;
      one.members.delete(gone);
      byMember.delete(gone);
      if (!byMember.has(into)) add(one, into);
    },
    note(mined) {
      const one = byMember.get(mined);
      if (one) changed.add(one);
      return one !== undefined;
    },
    takeChanged() {
      const told = [...changed].flatMap((one) => toldAs(one) ?? []);
      changed.clear();
      const gone = withdrawn;
      withdrawn = [];
      return [...gone, ...told];
    },
    find(id) {
      const one = byId.get(id);
      return one && toldAs(one);
    },
    set(merges, known) {
      const before = new Set(byMember.keys());
      byMember.clear();
      byId.clear();
      changed.clear();
      const ids = new Set(known.map(({ id }) => id));
      for (const merge of merges) {
        if (!merge.undone) {
          const template = parseSlotTemplate(merge.named, merge.slots);
          byId.set(merge.id, { merge, template: template.ok ? template.value : undefined, members: new Set() });
          undone.delete(merge.id);
        } else if (!undone.has(merge.id)) {
          undone.add(merge.id);
          if (!ids.has(merge.id) && !merges.some(({ id, undone: isOver }) => id === merge.id && !isOver))
            withdrawn.push(withoutMembers(merge));
        }
      }
      for (const mined of new Set(known))
        for (const one of byId.values()) if (!byMember.has(mined) && fits(one, mined)) add(one, mined);
      return [...before].filter((mined) => !byMember.has(mined));
    },
  };
}

/** `undefined` while none of its members was seen. */
function toldAs({ merge, members }: Merged): Template | undefined {
  const seen = [...members];
  if (seen.length === 0) return undefined;
  const ids = [...merge.members.map(({ id }) => id), ...seen.flatMap(({ id, aliases }) => [id, ...aliases])];
  return {
    id: merge.id,
    entity: merge.entity,
    text: merge.text,
    aliases: [...new Set(ids)].filter((id) => id !== merge.id),
    severityNumber: Math.max(...seen.map(({ severityNumber }) => severityNumber)),
    firstSeen: Math.min(...seen.map(({ firstSeen }) => firstSeen)),
    lastSeen: Math.max(...seen.map(({ lastSeen }) => lastSeen)),
    count: seen.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Lines that came while it held stay with it; nothing else leads there any more. */
function withoutMembers({ id, entity, text, mergedAt, undone }: TemplateMerge): Template {
  const lastSeen = undone?.at ?? mergedAt;
  return { id, entity, text, aliases: [], severityNumber: 0, firstSeen: lastSeen, lastSeen, count: 0 };
}
