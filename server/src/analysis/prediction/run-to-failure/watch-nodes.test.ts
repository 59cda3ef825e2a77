import { expect, test } from 'vitest';
import { createNodeWatch, type NodeWatch, type WatchedMinute, watchNodes } from './watch-nodes.ts';

function watch(
  minutes: readonly Readonly<Record<string, number>>[],
  {
    partners = new Map<string, string>(),
    state = createNodeWatch(),
  }: { partners?: Map<string, string>; state?: NodeWatch } = {},
): WatchedMinute[] {
  return minutes.map((bits) =>
    watchNodes(state, new Map(Object.entries(bits).map(([node, own]) => [node, { bits: own }])), partners),
  );
}

const quiet = new Array(8).fill({ a: 0, b: 0 }) as Record<string, number>[];
const times = (count: number, bits: Record<string, number>) => new Array<Record<string, number>>(count).fill(bits);

test('what lasts three minutes alarms, what lasts two does not', () => {
  expect(
    watch([...quiet, ...times(3, { a: 3, b: 0 })])
      .map(({ alarm }) => alarm)
      .slice(-3),
  ).toEqual([false, false, true]);
  expect(watch([...quiet, ...times(2, { a: 9, b: 0 }), { a: 0, b: 0 }]).some(({ alarm }) => alarm)).toBe(false);
});

test('a partner that shows it too doubles it', () => {
  const partners = new Map([
    ['a', 'b'],
    ['b', 'a'],
  ]);
  const both = times(3, { a: 1.5, b: 1.2 });
  expect(watch([...quiet, ...both]).at(-1)!.alarm).toBe(false);
  const paired = watch([...quiet, ...both], { partners }).at(-1)!;
  expect(paired.alarm).toBe(true);
  expect(paired.ranking[0]).toEqual({ node: 'a', strength: 2.7 });
});

test('who starts in the middle of a disturbance says nothing until five quiet minutes have passed', () => {
  const disturbed = times(30, { a: 9, b: 0 });
  expect(watch(disturbed).some(({ alarm }) => alarm)).toBe(false);
  const later = watch([...disturbed, ...quiet, ...times(4, { a: 9, b: 0 })]);
  expect(later.at(-1)!.alarm).toBe(true);
});

test('the age of an alarm counts from its onset and ends after a quarter of an hour of quiet', () => {
  const seen = watch([...quiet, ...times(6, { a: 9, b: 0 }), ...times(5, { a: 0, b: 0 }), ...times(3, { a: 9, b: 0 })]);
  expect(seen.at(-1)!.age).toBe(11);
  const over = watch([...quiet, ...times(6, { a: 9, b: 0 }), ...times(16, { a: 0, b: 0 })]);
  expect(over.at(-1)!.age).toBe(0);
});
