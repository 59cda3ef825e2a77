import { expect, test } from 'vitest';
import { countOccasion, createFollowOn, followEffect } from './follow-on.ts';

test('a stream that nearly always follows gets a large effect, one that never does a small one', () => {
  const state = createFollowOn();
  for (let i = 0; i < 20; i += 1) countOccasion(state, 'database', i < 18 ? ['checkout'] : []);
  expect(followEffect(state, 'database', 'checkout', 0.05)).toBeGreaterThan(Math.log(10));
  expect(followEffect(state, 'database', 'search', 0.05)).toBeLessThan(-1);
});

test('nothing is said of a stream that never had an event', () => {
  expect(followEffect(createFollowOn(), 'database', 'checkout', 0.05)).toBeCloseTo(0, 12);
});
