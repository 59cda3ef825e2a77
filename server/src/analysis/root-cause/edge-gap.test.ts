import { expect, test } from 'vitest';
import { type EdgeCourse, findEdgeGaps, weighNetwork } from './edge-gap.ts';
import { emptyTally, tallyOf } from './trace-tally.ts';
import { entity, traces } from './traces.test-support.ts';

/** Server times of about ten milliseconds; `lostMs` is what the caller waits beside them. */
function course(callee: string, lostBefore: number, lostAfter: number): EdgeCourse {
  const minutes = (count: number, lostMs: number) =>
    Array.from({ length: count }, (_, i) => ({ serverMs: 10 + (i % 3), clientMs: 10 + (i % 3) + lostMs }));
  return {
    caller: entity('web'),
    callee: entity(callee),
    before: minutes(30, lostBefore),
    after: minutes(4, lostAfter),
  };
}

test('time that is lost on the way to one callee accuses it and not its caller', () => {
  const gaps = findEdgeGaps(emptyTally(), emptyTally(), [
    course('cart', 1, 250),
    course('pay', 1, 1),
    course('ads', 1, 1),
  ]);
  const weights = weighNetwork(gaps);
  expect(weights.get(entity('cart'))!).toBeGreaterThan(1);
  expect(weights.get(entity('web')) ?? 0).toBeLessThan(0.5 * weights.get(entity('cart'))!);
  expect(weights.get(entity('pay'))).toBeUndefined();
});

test('a gap of a millisecond more is noise, and so is one wild minute', () => {
  const [small] = findEdgeGaps(emptyTally(), emptyTally(), [course('cart', 1, 2)]);
  expect(small?.weight).toBe(0);
  const usual = course('cart', 1, 1);
  const wild = { ...usual, after: [...usual.after.slice(1), { serverMs: 10, clientMs: 900 }] };
  expect(findEdgeGaps(emptyTally(), emptyTally(), [wild])[0]?.weight).toBe(0);
});

test('an edge that is wild one minute in ten accuses nobody when it is wild again', () => {
  const calm = course('cart', 1, 45);
  const wild = (_: unknown, minute: number) => ({ serverMs: 10, clientMs: minute % 10 === 0 ? 60 : 11 });
  const [gap] = findEdgeGaps(emptyTally(), emptyTally(), [{ ...calm, before: Array.from({ length: 60 }, wild) }]);
  expect(gap!.weight).toBe(0);
  expect(findEdgeGaps(emptyTally(), emptyTally(), [calm])[0]!.weight).toBeGreaterThan(1);
});

test('of a few calls all must be late, of many a part of them', () => {
  /** Calls that take 50 ms longer on the way when they are late. */
  const calls = (count: number, late: number) =>
    tallyOf(
      traces(count, (trace) => ({
        ...{ of: 'web', from: 0, to: 100 },
        calls: [{ of: 'pay', from: 10, to: trace < late ? 40 : 89 }],
      })),
    );
  const weightOf = (count: number, late: number): number =>
    findEdgeGaps(calls(200, 0), calls(count, late), []).find(({ caller }) => caller === entity('web'))!.weight;
  expect(weightOf(200, 80)).toBeGreaterThan(0.5);
  expect(weightOf(8, 8)).toBeGreaterThan(0.5);
  expect(weightOf(8, 3)).toBe(0);
});
