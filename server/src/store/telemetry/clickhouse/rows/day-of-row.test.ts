import { expect, test } from 'vitest';
import { daysOfMinutes, daysOfTimes } from './day-of-row.ts';

const day = 86_400_000_000_000n;

test('the day of a time is that of a division without rounding, also next to midnight', () => {
  const times = [0n, day - 3_000n, day, 20_513n * day, 20_513n * day + 3_000n, 2n ** 64n - 1n];
  expect([...daysOfTimes(BigUint64Array.from(times))]).toEqual(times.map((time) => Number(time / day)));
  expect([...daysOfMinutes(Uint32Array.of(0, 1_439, 1_440, 2_879))]).toEqual([0, 0, 1, 1]);
});

test('eight days stay apart; rows of rarer days go with the most frequent one', () => {
  const eight = [1, 2, 3, 4, 5, 6, 7, 8].map((d) => BigInt(d) * day);
  expect([...daysOfTimes(BigUint64Array.from(eight))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const nine = [...eight, 9n * day, 3n * day];
  const days = daysOfTimes(BigUint64Array.from(nine));
  expect([...days]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 3, 3]);
});

test('no rows have no days', () => {
  expect(daysOfTimes(new BigUint64Array(0))).toHaveLength(0);
});
