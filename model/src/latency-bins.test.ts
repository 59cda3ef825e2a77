import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBins, binOf, countAbove, quantileOf, valueOfBin } from './latency-bins.ts';

const values = fc.double({ min: 0.001, max: 1e7, noNaN: true });

function binsOf(observed: readonly number[]): Map<number, number> {
  const bins = new Map<number, number>();
  for (const value of observed) addBins(bins, new Map([[binOf(value), 1]]));
  return bins;
}

test('a bin stands for each of its values within two percent', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(Math.abs(valueOfBin(binOf(value)) - value) / value).toBeLessThanOrEqual(0.02 + 1e-9);
    }),
  );
});

test('a larger value is never in a lower bin', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(binOf(Math.max(a, b))).toBeGreaterThanOrEqual(binOf(Math.min(a, b)));
    }),
  );
});

test('nothing, zero and what is below a microsecond share the lowest bin', () => {
  expect(new Set([0, -5, 1e-9, 0.001].map(binOf)).size).toBe(1);
});

test('what is infinite or no number has a bin that is a whole number of 32 bits', () => {
  for (const value of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, Number.MAX_VALUE, 5e-324]) {
    expect(binOf(value) | 0, String(value)).toBe(binOf(value));
  }
});

test('every quantile is within two percent of the exact one', () => {
  fc.assert(
    fc.property(
      fc.array(values, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (observed, quantile) => {
        const sorted = [...observed].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)]!;
        const found = quantileOf(binsOf(observed), quantile)!;
        expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(0.02 + 1e-9);
      },
    ),
  );
});

test('the bins of the parts added up are the bins of the whole', () => {
  fc.assert(
    fc.property(fc.array(values), fc.array(values), (left, right) => {
      const sum = binsOf(left);
      addBins(sum, binsOf(right));
      expect(sum).toEqual(binsOf([...left, ...right]));
    }),
  );
});

test('without observations there is no quantile', () => {
  expect(quantileOf(new Map(), 0.5)).toBeUndefined();
  expect(quantileOf(new Map([[3, 0]]), 0.5)).toBeUndefined();
});

test('what lies above a limit is counted by weight', () => {
  const bins = new Map([
    [binOf(10), 5],
    [binOf(100), 2.5],
    [binOf(1000), 1],
  ]);
  expect(countAbove(bins, 50)).toBe(3.5);
  expect(countAbove(bins, 5000)).toBe(0);
});
