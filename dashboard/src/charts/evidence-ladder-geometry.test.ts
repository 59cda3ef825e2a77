import { expect, test } from 'vitest';
import { climbLadder } from './evidence-ladder-geometry.ts';

test('each step begins where the one before ended', () => {
  const steps = climbLadder(0.18, [1.3, 0.8, undefined, -0.4]);
  for (const [index, step] of steps.entries()) {
    if (index > 0) expect(step.before).toBeCloseTo(steps[index - 1]!.after, 12);
  }
  expect(steps[0]!.before).toBeCloseTo(0.18, 9);
  expect(steps[2]!.after).toBe(steps[2]!.before);
  expect(steps[3]!.after).toBeLessThan(steps[3]!.before);
});

test('contributions add in log odds', () => {
  expect(climbLadder(0.5, [Math.log(3)])[0]!.after).toBeCloseTo(0.75, 9);
});
