import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODES, codeOf, evenEdges, quantileEdges } from './value-codes.ts';

const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 200 });

test('codes rise with the values, stay within a byte of 64, and are 0 for what is missing alone', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const edges = quantileEdges(values);
      const codes = values.toSorted((a, b) => a - b).map((value) => codeOf(edges, value));
      for (const [i, code] of codes.entries()) {
        expect(code).toBeGreaterThanOrEqual(Math.max(1, codes[i - 1] ?? 1));
        expect(code).toBeLessThan(CODES);
      }
    }),
  );
  expect([codeOf([1], Number.NaN), codeOf([1], undefined), codeOf([], 5)]).toEqual([0, 0, 1]);
  expect([-9, 0.99, 1, 9].map((value) => codeOf([1], value))).toEqual([1, 1, 2, 2]);
});

test('two values that differ have two codes while there are few of them, and the most common one shares its with none', () => {
  expect([...quantileEdges([0, 0, 0, 0, 0, 0, 0, 5])]).toEqual([5]);
  expect([...quantileEdges([3, 3, 3])]).toEqual([]);
  expect([...quantileEdges([Number.NaN])]).toEqual([]);
  const edges = quantileEdges(Array.from({ length: 1_000 }, (_, i) => i));
  expect(edges.length).toBe(62);
});

test('edges at equal steps are never more than there are codes for', () => {
  expect([...evenEdges(0, 1, 5)]).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(evenEdges(0, 1, 500).length).toBe(62);
});
