import { expect, test } from 'vitest';
import { costOf, dollarWords, mostCostOf } from './model-spend.ts';

test('a price for a million tokens is that many millionths of a dollar for one, rounded up', () => {
  expect(costOf({ input: 2.5, output: 10 }, 1_000, 200)).toBe(4_500);
  expect(costOf({ input: 0.15, output: 0.6 }, 1, 0)).toBe(1);
  expect(costOf({ input: 0, output: 0 }, 1_000, 1_000)).toBe(0);
});

test('what a request can cost is never less than what it costs', () => {
  const price = { input: 2.5, output: 10 };
  for (const text of ['', 'größer', '😀😀😀']) {
    const bytes = new TextEncoder().encode(text).length;
    expect(mostCostOf(price, bytes, 100)).toBeGreaterThanOrEqual(costOf(price, bytes, 100));
  }
});

test('money is said with the digits that count', () => {
  const cases: [number, string][] = [
    [0, '$0'],
    [5_000_000, '$5'],
    [372_400, '$0.37'],
    [1_500_000, '$1.50'],
    [4_213, '$0.0042'],
    [1_234_000_000, '$1,234'],
  ];
  for (const [micros, words] of cases) expect(dollarWords(micros)).toBe(words);
});
