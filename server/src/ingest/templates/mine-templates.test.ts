import type { EntityId } from '@foreshock/model/entity.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMiner, type TemplateMiner } from './mine-templates.ts';

const shop = 'ent_shop' as EntityId;
const cart = 'ent_cart' as EntityId;
const start = Date.UTC(2026, 0, 5);

function feed(miner: TemplateMiner, lines: readonly string[], entity = shop): string[] {
  return lines.map((line, i) => miner.assign(entity, line, false, 9, start + i * 1_000));
}

test('lines that differ in slots alone share a template', () => {
  const miner = createMiner();
  const [first, second] = feed(miner, ['order 15 paid in 3ms', 'order 99 paid in 8ms']);
  expect(second).toBe(first);
  expect(miner.changed()).toMatchObject([{ id: first, text: 'order <NUM> paid in <DUR>', count: 2, aliases: [] }]);
});

test('a template that generalises keeps its old id as an alias', () => {
  const miner = createMiner();
  const [first, second] = feed(miner, [
    'cache miss for key alpha in region north',
    'cache miss for key beta in region north',
  ]);
  expect(second).not.toBe(first);
  expect(miner.changed()).toMatchObject([
    { id: second, text: 'cache miss for key <*> in region north', aliases: [first] },
  ]);
});

test('the same text of two workloads is two templates', () => {
  const miner = createMiner();
  expect(feed(miner, ['ready to serve'], cart)).not.toEqual(feed(miner, ['ready to serve']));
});

test('ids are the same in another process and beside other workloads', () => {
  const alone = feed(createMiner(), ['order 1 paid', 'ready']);
  const beside = createMiner();
  feed(beside, ['order 5 refused', 'ready'], cart);
  expect(feed(beside, ['order 1 paid', 'ready'])).toEqual(alone);
});

test('severity is kept and never mined', () => {
  const miner = createMiner();
  const first = miner.assign(shop, 'retry 1', false, 9, start);
  expect(miner.assign(shop, 'retry 2', false, 17, start + 1)).toBe(first);
  expect(miner.changed()[0]!.severityNumber).toBe(17);
});

test('nothing is reported twice within a minute of log time', () => {
  const miner = createMiner();
  miner.assign(shop, 'tick', false, 9, start);
  miner.changed();
  miner.assign(shop, 'tick', false, 9, start + 30_000);
  expect(miner.changed()).toEqual([]);
  miner.assign(shop, 'tick', false, 9, start + 60_000);
  expect(miner.changed()).toMatchObject([{ count: 3 }]);
});

test('a template that is mostly slots of changing types takes in all its lines', () => {
  const miner = createMiner();
  const forms = ['17', 'ab12cd', '/a/b', 'db.shop.svc'];
  for (let i = 0; i < 20_000; i++) {
    const pick = (step: number) => forms[(i * step + (i >> 4)) % 4];
    miner.assign(shop, `${pick(1)},${pick(3)},${pick(5)},${pick(7)},${pick(11)} end`, false, 9, start + i);
  }
  expect(miner.changed().length).toBe(1);
});

test('an evicted template comes back under its id with its history', () => {
  const miner = createMiner({ maxPerWorkload: 3 });
  const [, general] = feed(miner, [
    'cache miss for key alpha in region north',
    'cache miss for key beta in region north',
  ]);
  feed(miner, ['one', 'two times', 'three times four', 'five six seven eight']);
  expect(feed(miner, ['cache miss for key alpha in region north'])).toEqual([general]);
  expect(miner.changed().find((template) => template.id === general)).toMatchObject({ count: 3 });
});

test('after a restart at any line the ids that follow are the same', () => {
  const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', '17', 'x99', '/a/b', '=');
  const line = fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(line, { minLength: 2, maxLength: 60 }), fc.nat(), (lines, at) => {
      const cut = at % lines.length;
      const whole = createMiner({ maxPerWorkload: 8, maxTotal: 8 });
      const wholeIds = feed(whole, lines);
      const before = createMiner({ maxPerWorkload: 8, maxTotal: 8 });
      const firstIds = feed(before, lines.slice(0, cut));
      const after = createMiner({ maxPerWorkload: 8, maxTotal: 8 }, before.snapshot());
      const lastIds = lines.slice(cut).map((text, i) => after.assign(shop, text, false, 9, start + (cut + i) * 1_000));
      expect([...firstIds, ...lastIds]).toEqual(wholeIds);
      const byId = (miner: TemplateMiner) => miner.changed().sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(byId(after)).toEqual(byId(whole));
    }),
    { numRuns: 200 },
  );
});
