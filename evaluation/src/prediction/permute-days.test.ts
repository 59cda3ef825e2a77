import { expect, test } from 'vitest';
import { permuteDays } from './permute-days.ts';

test('days change places, stay whole, and as many outcomes come as before', () => {
  const days = 40;
  const outcomes = new Uint8Array(days * 24 + 5);
  for (let day = 0; day < days; day += 1) outcomes[day * 24 + 3] = day % 3 === 0 ? 1 : 0;
  const permuted = permuteDays(outcomes, 24, 1);
  expect(permuted).not.toEqual(outcomes);
  const sum = (values: Uint8Array): number => values.reduce((all, value) => all + value, 0);
  expect(sum(permuted)).toBe(sum(outcomes));
  for (const [at, came] of permuted.entries()) if (came === 1) expect(at % 24).toBe(3);
});

test('another seed gives another order', () => {
  const outcomes = Uint8Array.from({ length: 240 }, (_, i) => Number(i % 7 === 0));
  expect(permuteDays(outcomes, 24, 1)).not.toEqual(permuteDays(outcomes, 24, 2));
});
