import type { Timestamp } from '@foreshock/model/time.ts';

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

export interface SplitItem {
  readonly incident: string;
  /** Incidents about the same evidence stand on the same side. */
  readonly evidenceHash: string;
  readonly time: Timestamp;
}

/** The newest 15 of 100 groups are the test, the 15 before them validate. */
const TRAIN_SHARE = 0.7;
const VALIDATION_SHARE = 0.15;

/**
 * By incident and by time: all of an incident, and of those that look alike, stands in one split, and every item of a
 * split is later than all of the one before. Groups that reach over a border belong nowhere: `undefined`.
 */
export function splitByIncident<Item extends SplitItem>(items: readonly Item[]): Map<Item, Split | undefined> {
  const groups = groupsOf(items)
    .map((members) => ({ members, from: least(members), to: most(members) }))
    .sort((a, b) => a.from - b.from);
  const startOf = (share: number): Timestamp =>
    groups[Math.floor(groups.length * share)]?.from ?? Number.POSITIVE_INFINITY;
  const validationFrom = startOf(TRAIN_SHARE);
  const testFrom = startOf(TRAIN_SHARE + VALIDATION_SHARE);
  const found = new Map<Item, Split | undefined>();
  for (const { members, from, to } of groups) {
    const split = sideOf(from, validationFrom, testFrom);
    const isWhole = split === sideOf(to, validationFrom, testFrom);
    for (const member of members) found.set(member, isWhole ? split : undefined);
  }
  return found;
}

function sideOf(time: Timestamp, validationFrom: Timestamp, testFrom: Timestamp): Split {
  if (time < validationFrom) return 'train';
  return time < testFrom ? 'validation' : 'test';
}

function groupsOf<Item extends SplitItem>(items: readonly Item[]): Item[][] {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  for (const { incident, evidenceHash } of items) {
    if (evidenceHash === '') continue;
    const [one, other] = [rootOf(`i ${incident}`), rootOf(`e ${evidenceHash}`)];
    if (one !== other) parents.set(one, other);
  }
  return [...Map.groupBy(items, ({ incident }) => rootOf(`i ${incident}`)).values()];
}

function least(items: readonly SplitItem[]): Timestamp {
  return items.reduce((time, item) => Math.min(time, item.time), Number.POSITIVE_INFINITY);
}

function most(items: readonly SplitItem[]): Timestamp {
  return items.reduce((time, item) => Math.max(time, item.time), Number.NEGATIVE_INFINITY);
}
