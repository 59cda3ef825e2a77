import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutBurn } from './burn-geometry.ts';

const limits = [
  { name: 'fast', limit: 14.4 },
  { name: 'slow', limit: 6 },
];
const range = { from: 0, to: HOUR };

test('the limits stay in view over a quiet day, the faster one above', () => {
  const quiet = layOutBurn([{ windowMs: HOUR, name: '1 h', values: [0, 0.1] }], limits, range, 30 * MINUTE, 800);
  const [fast, slow] = quiet.limits;
  expect(fast!.y).toBeGreaterThan(quiet.top);
  expect(fast!.y).toBeLessThan(slow!.y);
  expect(quiet.ticks.map(({ text }) => text)).toEqual(['0', '1', '10']);
});

test('a storm stretches the scale, and what is below 1 can still be told from nothing', () => {
  const values = [0, 0.5, 900];
  const storm = layOutBurn([{ windowMs: HOUR, name: '1 h', values }], limits, range, 30 * MINUTE, 800);
  expect(storm.y(900)).toBeCloseTo(storm.top);
  expect(storm.y(0) - storm.y(0.5)).toBeGreaterThan(8);
  expect(storm.ticks.map(({ text }) => text)).toContain('100');
});

test('time without requests is a gap and no zero', () => {
  const values = [1, undefined, 1];
  const { lines } = layOutBurn([{ windowMs: HOUR, name: '1 h', values }], limits, range, 30 * MINUTE, 800);
  expect(lines[0]!.path.match(/M/g)).toHaveLength(2);
  const [silent] = layOutBurn([{ windowMs: HOUR, name: '1 h', values: [] }], limits, range, MINUTE, 800).lines;
  expect([silent!.path, silent!.end]).toEqual(['', undefined]);
});
