import { expect, test } from 'vitest';
import { randomBytes, systemChance } from './random.ts';

test('chance lies in [0, 1) and is not the same twice', () => {
  const drawn = Array.from({ length: 1_000 }, systemChance);
  for (const chance of drawn) expect(chance >= 0 && chance < 1).toBe(true);
  expect(new Set(drawn).size).toBeGreaterThan(990);
});

test('random bytes are as many as asked for', () => {
  expect(randomBytes(16).length).toBe(16);
});
