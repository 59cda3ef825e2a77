import { expect, test } from 'vitest';
import { layOutVernier } from './vernier-geometry.ts';

const vernier = layOutVernier(0.71, 0.62, 0.79, 202, true);

test('the needle stands at its probability on the engraved scale', () => {
  expect(vernier.needle).toBeCloseTo(1 + 0.71 * 200, 6);
  expect(vernier.ticks).toHaveLength(21);
  expect(vernier.ticks[0]?.x).toBe(1);
  expect(vernier.ticks.at(-1)?.x).toBeCloseTo(201, 6);
});

test('the strips lie inside each other around the needle', () => {
  for (const [index, strip] of vernier.strips.entries()) {
    expect(strip.x).toBeLessThanOrEqual(vernier.needle);
    expect(strip.x + strip.width).toBeGreaterThanOrEqual(vernier.needle);
    const inner = vernier.strips[index + 1];
    if (inner) expect(inner.x).toBeGreaterThan(strip.x);
  }
});
