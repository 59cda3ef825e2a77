import { expect, test } from 'vitest';
import { bandOf, countScore, createScoreRanks } from './score-ranks.ts';

test('high is the highest half percent, raised the highest five percent of the last thirty days', () => {
  const ranks = createScoreRanks();
  for (let n = 0; n < 1_000; n += 1) countScore(ranks, 5, n < 960 ? 0.001 : n < 996 ? 0.1 : 0.6);
  expect(bandOf(ranks, 6, 0.001)).toBe('low');
  expect(bandOf(ranks, 6, 0.1)).toBe('raised');
  expect(bandOf(ranks, 6, 0.6)).toBe('high');
});

test('scores older than thirty days are forgotten', () => {
  const ranks = createScoreRanks();
  for (let n = 0; n < 40; n += 1) countScore(ranks, 5, 0.6);
  for (let n = 0; n < 1_000; n += 1) countScore(ranks, 30, 0.001);
  countScore(ranks, 34, 0.6);
  expect(bandOf(ranks, 34, 0.6)).toBe('raised');
  expect(bandOf(ranks, 36, 0.6)).toBe('high');
});

test('without scores everything is low', () => {
  expect(bandOf(createScoreRanks(), 5, 0.9)).toBe('low');
});
