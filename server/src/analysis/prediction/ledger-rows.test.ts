import { expect, test } from 'vitest';
import { HORIZON_MINUTES } from './horizons.ts';
import { sampledWeight } from './ledger-rows.ts';

function totals(probability: number, minutes: number): { rows: number; weight: number } {
  let rows = 0;
  let weight = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    for (let bin = 0; bin < HORIZON_MINUTES.length; bin += 1) {
      const one = sampledWeight(12_345, minute, bin, probability);
      if (one > 0) rows += 1;
      weight += one;
    }
  }
  return { rows, weight };
}

test('a forecast from five percent on is written every five minutes, and the weights stand for all', () => {
  expect(totals(0.05, 3_000)).toEqual({ rows: 600, weight: 18_000 });
});

test('of the rest one in 200 is written, and the weights stand for all', () => {
  const { rows, weight } = totals(0.01, 30_000);
  expect(rows).toBeGreaterThan(800);
  expect(rows).toBeLessThan(1_000);
  expect(weight).toBe(rows * 200);
});
