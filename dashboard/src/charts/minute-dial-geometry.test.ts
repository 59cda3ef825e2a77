import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutMinuteDial } from './minute-dial-geometry.ts';

const now = Date.parse('2026-11-22T03:15:00Z');
const slices = Array.from({ length: 60 }, (_, i) => ({
  from: i * MINUTE,
  to: (i + 1) * MINUTE,
  probability: i / 1770,
}));
const dial = layOutMinuteDial({
  size: 200,
  now,
  issued: now - 10 * MINUTE,
  slices,
  actBy: now + 15 * MINUTE,
  offset: 0,
});

test('minutes that have passed carry no ink', () => {
  expect(dial.ring).toHaveLength(50);
});

test('the likeliest minute is the darkest', () => {
  const opacities = dial.ring.map((part) => part.opacity);
  expect(Math.max(...opacities)).toBe(opacities.at(-1));
  expect(opacities.at(-1)).toBeCloseTo(1, 9);
});

test('at a quarter past the hand points to three, and half past is act by', () => {
  expect(dial.hand).toMatch(/^M1\d\d\.\d+ 100\.00L1\d\d\.\d+ 100\.00$/);
  expect(dial.actBy?.degrees).toBeCloseTo(180, 6);
});

test('what lies more than an hour ahead is not drawn over the past', () => {
  const far = layOutMinuteDial({
    size: 200,
    now,
    issued: now,
    slices: [],
    actBy: now + 2 * HOUR,
    median: now + 2 * HOUR,
    offset: 0,
  });
  expect(far.actBy).toBeUndefined();
  expect(far.cut).toBeUndefined();
});
