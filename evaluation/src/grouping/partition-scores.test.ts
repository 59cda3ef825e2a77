import { expect, test } from 'vitest';
import { scorePartition } from './partition-scores.ts';

test('equal partitions score one whatever their labels', () => {
  const score = scorePartition(['a', 'a', 'b', 'b', 'c'], [7, 7, 1, 1, 3]);
  expect(score.ari).toBe(1);
  expect(score.nmi).toBeCloseTo(1, 12);
  expect(score.pairF1).toBe(1);
});

test('one group for all is worth nothing but half of the pairs', () => {
  const score = scorePartition([0, 0, 1, 1], ['x', 'x', 'x', 'x']);
  expect(score.ari).toBe(0);
  expect(score.nmi).toBeCloseTo(0, 12);
  expect(score.pairF1).toBeCloseTo((2 * 2) / (2 * 2 + 4), 12);
  expect(score.groups).toBe(1);
});

test('a partition that was worked out by hand', () => {
  // Pairs: together in both 2, in truth only 4, predicted only 2, in neither 7.
  const score = scorePartition(['a', 'a', 'a', 'b', 'b', 'b'], [1, 1, 2, 2, 3, 3]);
  expect(score.pairF1).toBeCloseTo(4 / (4 + 4 + 1), 12);
  expect(score.ari).toBeCloseTo((2 * (2 * 8 - 4 * 1)) / (6 * 12 + 3 * 9), 12);
});

test('a partition against the truth turned round gives the same', () => {
  const truth = [0, 0, 1, 1, 1, 2, 2];
  const predicted = [1, 0, 0, 1, 1, 2, 0];
  const one = scorePartition(truth, predicted);
  const other = scorePartition(predicted, truth);
  expect(one.ari).toBeCloseTo(other.ari, 12);
  expect(one.nmi).toBeCloseTo(other.nmi, 12);
});
