import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateMerge } from '@foreshock/model/template-merge.ts';
import { expect, test } from 'vitest';
import { createMiner, type TemplateMiner } from './mine-templates.ts';
import { idOf } from './mined-template.ts';

const shop = 'ent_shop' as EntityId;
const start = Date.UTC(2026, 0, 5);

const assign = (miner: TemplateMiner, line: string): string => miner.assign(shop, line, false, 9, start);

/** Two templates that begin apart, so that the miner keeps them apart. */
function mined() {
  const miner = createMiner();
  const lines = ['login by anna from web-11 accepted', 'entry by anna from web-11 accepted'];
  const ids = lines.map((line) => assign(miner, line));
  const merge: TemplateMerge = {
    id: idOf(shop, '<*> by <*> from <ID> accepted'),
    entity: shop,
    form: '',
    text: '<*> by <*> from <ID> accepted',
    named: '<what> by <user> from <host> accepted',
    slots: [
      { name: 'what', type: 'WORD' },
      { name: 'user', type: 'WORD' },
      { name: 'host', type: 'ID' },
    ],
    members: ids.map((id, i) => ({ id: id as TemplateMerge['id'], text: lines[i]! })),
    held: { lines: 20, fitting: 20, others: 0 },
    by: 'test-model',
    call: 'call_1',
    mergedAt: start,
  };
  miner.changed();
  return { miner, lines, ids, merge };
}

test('lines of the members have the id of the merge from then on, and their old ids are its aliases', () => {
  const { miner, lines, ids, merge } = mined();
  expect(ids[0]).not.toBe(ids[1]);
  miner.setMerges([merge]);
  expect(lines.map((line) => assign(miner, line))).toEqual([merge.id, merge.id]);
  const [told, ...rest] = miner.changed();
  expect(rest).toEqual([]);
  expect(told).toMatchObject({ id: merge.id, text: merge.text, count: 4 });
  expect([...told!.aliases].sort()).toEqual([...ids].sort());
  expect(miner.find(shop, merge.id)?.aliases).toEqual(told!.aliases);
});

test('a line that is new and fits becomes a member, one that would lose how it ended does not', () => {
  const { miner, merge } = mined();
  miner.setMerges([merge]);
  expect(assign(miner, 'visit by bob from web-12 accepted')).toBe(merge.id);
  expect(assign(miner, 'error by bob from web-12 accepted')).not.toBe(merge.id);
});

test('an undone merge gives back the ids before it and leads nowhere any more', () => {
  const { miner, lines, ids, merge } = mined();
  miner.setMerges([merge]);
  for (const line of lines) assign(miner, line);
  miner.changed();
  miner.setMerges([{ ...merge, undone: { by: 'ada', at: start + 1 } }]);
  expect(lines.map((line) => assign(miner, line))).toEqual(ids);
  const told = miner.changed();
  expect(told.find(({ id }) => id === merge.id)).toMatchObject({ aliases: [] });
  expect(told.map(({ id }) => id).sort()).toEqual([...ids, merge.id].sort());
});

test('a miner that goes on from a snapshot with its merges gives the same ids', () => {
  const { miner, lines, merge } = mined();
  miner.setMerges([merge]);
  assign(miner, 'visit by bob from web-12 accepted');
  const again = createMiner({}, miner.snapshot());
  again.setMerges([merge]);
  expect([...lines, 'visit by bob from web-12 accepted'].map((line) => assign(again, line))).toEqual(
    Array.from({ length: 3 }, () => merge.id),
  );
});
