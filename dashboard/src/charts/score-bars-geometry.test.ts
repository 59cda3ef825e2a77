import { expect, test } from 'vitest';
import { layOutScoreBars } from './score-bars-geometry.ts';

const steps = [
  { name: 'always', from: 0, to: 0.25, look: 'whole' as const },
  { name: 'apart', from: 0.25, to: 0.19, look: 'less' as const },
  { name: 'error', from: 0.19, to: 0.2, look: 'more' as const },
  { name: 'score', from: 0, to: 0.2, look: 'result' as const },
];

test('a step begins where the one before ended, on one scale', () => {
  const { bars } = layOutScoreBars(steps, 500);
  const [whole, less, more, result] = bars;
  expect(less!.x + less!.width).toBeCloseTo(whole!.x + whole!.width, 6);
  expect(more!.x).toBeCloseTo(less!.x, 6);
  expect(more!.x + more!.width).toBeCloseTo(result!.x + result!.width, 6);
});

test('a step of nothing can be seen, and names go above the bars on a phone', () => {
  const still = layOutScoreBars([{ name: 'error', from: 0.1, to: 0.1, look: 'more' }], 330);
  expect(still.bars[0]!.width).toBeGreaterThan(1);
  expect(still.namesLeft).toBe(false);
});
