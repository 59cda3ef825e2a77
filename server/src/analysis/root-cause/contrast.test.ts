import { expect, test } from 'vitest';
import { findContrasts, slowLimit } from './contrast.ts';
import { tallyOf } from './trace-tally.ts';
import { type Call, key, traces } from './traces.test-support.ts';

const checkout = (calls: readonly string[], logs: readonly string[] = []): Call => ({
  of: 'checkout',
  to: 40,
  logs,
  calls: calls.map((of, i) => ({ of, from: 2 + 10 * i, to: 10 + 10 * i })),
});
const tally = (count: number, shape: (trace: number) => Call) => tallyOf(traces(count, shape));

test('a call that no longer follows is a contrast, told in counts', () => {
  const before = tally(60, () => checkout(['cart', 'pay']));
  const after = tally(20, () => checkout(['cart']));
  const lost = findContrasts(before, after).find(({ kind, event }) => kind === 'child' && event === key('pay'));
  expect(lost).toMatchObject({
    key: key('checkout'),
    counts: { before: 60, beforeOf: 60, after: 0, afterOf: 20 },
  });
  expect(lost!.before).toBeGreaterThan(0.9);
  expect(lost!.after).toBeLessThan(0.05);
});

test('the same behavior before and after is none, nor is one call less in twenty', () => {
  const usual = tally(60, (trace) => checkout(trace % 10 === 0 ? ['cart'] : ['cart', 'pay']));
  expect(
    findContrasts(
      usual,
      tally(20, (trace) => checkout(trace % 10 === 0 ? ['cart'] : ['cart', 'pay'])),
    ),
  ).toEqual([]);
});

test('an error line never written before is one, and a normal line that ceases', () => {
  const before = tally(60, () => checkout(['cart'], ['order placed']));
  const after = tally(20, () => checkout(['cart'], ['ERROR no card']));
  const found = findContrasts(before, after).map(({ kind, event }) => `${kind} ${event}`);
  expect(found).toContain('error-log ERROR no card');
  expect(found).toContain('log order placed');
});

test('less of what is bad is no harm', () => {
  const before = tally(60, () => checkout(['cart'], ['ERROR no card']));
  expect(
    findContrasts(
      before,
      tally(20, () => checkout(['cart'])),
    ),
  ).toEqual([]);
});

test('own code that became slow is told against the usual own time, and who waits for others has no limit', () => {
  const before = tally(60, () => ({ of: 'search', to: 10 }));
  const after = tally(20, () => ({ of: 'search', to: 60 }));
  expect(findContrasts(before, after)).toMatchObject([{ key: key('search'), kind: 'slow' }]);
  expect(slowLimit(tally(60, () => checkout(['cart'])).keys.get(key('checkout')))).toBe(Number.POSITIVE_INFINITY);
});
