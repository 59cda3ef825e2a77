import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Records } from './count-values.ts';
import { whatIsDifferent } from './what-is-different.ts';

/** So many records of each kind. */
function records(...kinds: readonly (readonly [number, Readonly<Record<string, string>>])[]): Records {
  return kinds.flatMap(([count, values]) =>
    Array.from({ length: count }, () => ({ weight: 1, values: new Map(Object.entries(values)) })),
  );
}

test('a version and a node that nearly always come together are one statement, with the counts of both', () => {
  const window = records(
    [97, { version: '42', node: 'node-7', method: 'GET' }],
    [3, { version: '41', node: 'node-2', method: 'GET' }],
  );
  const baseline = records(
    [11, { version: '42', node: 'node-7', method: 'GET' }],
    [89, { version: '41', node: 'node-2', method: 'GET' }],
  );
  const [difference, ...others] = whatIsDifferent({ window, baseline });
  expect(others).toEqual([]);
  expect(difference).toMatchObject({ counts: [97, 3, 11, 89], share: 0.97, shareBefore: 0.11 });
  expect(new Set(difference?.values.map(({ key, value }) => `${key}=${value}`))).toEqual(
    new Set(['version=42', 'node=node-7']),
  );
  // ln(97.5 * 89.5 / (3.5 * 11.5))
  expect(difference?.effect).toBeCloseTo(5.3788, 3);
  expect(difference?.p).toBeLessThan(1e-30);
});

test('two values that are more frequent in different records are two statements, the more telling first', () => {
  const window = records([60, { pod: 'a', zone: 'x' }], [40, { pod: 'b', zone: 'y' }]);
  const baseline = records([10, { pod: 'a', zone: 'z' }], [990, { pod: 'c', zone: 'z' }]);
  const differences = whatIsDifferent({ window, baseline });
  expect(differences.map(({ values }) => values.map(({ value }) => value).sort())).toEqual([
    ['a', 'x'],
    ['b', 'y'],
  ]);
});

test.each<[string, Records, Records]>([
  [
    'what is rarer than before',
    records([50, { pod: 'a' }], [950, { pod: 'b' }]),
    records([300, { pod: 'a' }], [700, { pod: 'b' }]),
  ],
  [
    'less than twice the odds',
    records([600, { pod: 'a' }], [400, { pod: 'b' }]),
    records([500, { pod: 'a' }], [500, { pod: 'b' }]),
  ],
  ['fewer than 5 in 100', records([49, { pod: 'a' }], [951, {}]), records([1, { pod: 'a' }], [999, {}])],
  ['chance', records([3, { pod: 'a' }], [7, { pod: 'b' }]), records([2, { pod: 'a' }], [8, { pod: 'b' }])],
])('%s is no difference', (_, window, baseline) => {
  expect(whatIsDifferent({ window, baseline }).filter(({ values }) => values[0]?.value === 'a')).toEqual([]);
});

test('an attribute that names single records is left out', () => {
  const named = (count: number, from: number): Records =>
    Array.from({ length: count }, (_, index) => ({ weight: 1, values: new Map([['request.id', `${from + index}`]]) }));
  expect(whatIsDifferent({ window: named(100, 0), baseline: named(100, 1000) })).toEqual([]);
});

test('a record that stands for many counts as many in the share and as one in the test', () => {
  const heavy = [{ weight: 98, values: new Map([['pod', 'a']]) }, ...records([2, { pod: 'b' }])];
  expect(whatIsDifferent({ window: heavy, baseline: records([3, { pod: 'b' }]) })).toEqual([]);
  const many = Array.from({ length: 50 }, () => heavy).flat();
  const [difference] = whatIsDifferent({ window: many, baseline: records([150, { pod: 'b' }]) });
  expect(difference?.share).toBeCloseTo(0.98, 2);
});

test('a key that tells only when it is new is silent about what was there before', () => {
  const window = records([90, { error: 'old' }], [90, { error: 'new' }]);
  const baseline = records([5, { error: 'old' }], [995, {}]);
  const onlyWhenNew = (key: string) => key === 'error';
  const values = whatIsDifferent({ window, baseline, onlyWhenNew }).flatMap((difference) => difference.values);
  expect(values).toEqual([{ key: 'error', value: 'new' }]);
});

test('full counts stand in for those of the sample', () => {
  const window = records([50, { template: 't1' }], [50, { template: 't2' }]);
  const full = {
    window: new Map([['t1', 5_000]]),
    baseline: new Map([['t1', 10]]),
    windowTotal: 10_000,
    baselineTotal: 10_000,
  };
  const [difference] = whatIsDifferent({ window, baseline: window, full: new Map([['template', full]]) });
  expect(difference?.counts).toEqual([5_000, 5_000, 10, 9_990]);
});

const anyRecords = fc
  .array(
    fc.record({
      weight: fc.constantFrom(1, 1, 1, 10),
      values: fc.dictionary(fc.constantFrom('pod', 'node', 'version'), fc.constantFrom('1', '2', '3')),
    }),
    { maxLength: 120 },
  )
  .map((list) => list.map(({ weight, values }) => ({ weight, values: new Map(Object.entries(values)) })));

test('whatever the records: shares are shares, counts add up, no value is said twice, order of records does not matter', () => {
  fc.assert(
    fc.property(anyRecords, anyRecords, (window, baseline) => {
      const differences = whatIsDifferent({ window, baseline });
      const said = differences.flatMap(({ values }) => values.map(({ key, value }) => `${key}=${value}`));
      expect(new Set(said).size).toBe(said.length);
      for (const { counts, p, values } of differences) {
        expect(counts.every((count) => count >= 0)).toBe(true);
        expect([counts[0] + counts[1], counts[2] + counts[3]]).toEqual([window.length, baseline.length]);
        expect(p).toBeLessThanOrEqual(1);
        expect(new Set(values.map(({ key }) => key)).size).toBe(values.length);
      }
      const reversed = { window: [...window].reverse(), baseline: [...baseline].reverse() };
      expect(whatIsDifferent(reversed)).toEqual(differences);
    }),
    { numRuns: 200 },
  );
});

test('a sample compared with itself shows no difference', () => {
  fc.assert(
    fc.property(anyRecords, (same) => {
      expect(whatIsDifferent({ window: same, baseline: same })).toEqual([]);
    }),
  );
});
