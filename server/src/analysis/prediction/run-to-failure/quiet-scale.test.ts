import { expect, test } from 'vitest';
import { counterNormal } from '../../statistics/counter-hash.ts';
import { createQuietScale, learnQuiet, spreadOf } from './quiet-scale.ts';

test('before anything was seen, and while nothing that means anything was, the spread is one unit', () => {
  const scale = createQuietScale();
  expect(spreadOf(scale)).toBe(1);
  for (let i = 0; i < 100; i += 1) learnQuiet(scale, 0.3);
  expect(spreadOf(scale)).toBe(1);
});

test('of normal noise the spread is its deviation, within a step of the histogram', () => {
  const scale = createQuietScale();
  for (let i = 0; i < 5_000; i += 1) learnQuiet(scale, Math.abs(20 * counterNormal(3, i)));
  expect(spreadOf(scale)).toBeGreaterThan(16);
  expect(spreadOf(scale)).toBeLessThan(25);
});

test('rare bursts widen the spread by a third of their size', () => {
  const scale = createQuietScale();
  for (let i = 0; i < 1_000; i += 1) learnQuiet(scale, i % 40 === 0 ? 300 : 0.5);
  expect(spreadOf(scale)).toBeGreaterThan(80);
  expect(spreadOf(scale)).toBeLessThan(120);
});
