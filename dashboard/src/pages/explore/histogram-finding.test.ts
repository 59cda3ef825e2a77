import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { histogramFinding } from './histogram-finding.ts';

const buckets = (errors: readonly number[]) =>
  errors.map((error, i) => ({ time: i * MINUTE, info: 100, warn: 0, error }));

test('a jump of errors is dated and counted', () => {
  expect(histogramFinding(buckets([0, 1, 0, 1, 0, 40, 90]), MINUTE, 7 * MINUTE)).toMatch(
    /^Warnings and errors since \d\d:\d\d: up to 90 in 60 s, 0.5 before$/,
  );
});

test('a handful of errors is no finding', () => {
  expect(histogramFinding(buckets([0, 0, 0, 3]), MINUTE, 0)).toBe('Warnings and errors are steady, at most 3 in 60 s');
  expect(histogramFinding(buckets([0, 0]), MINUTE, 0)).toBe('No warning and no error in this range');
  expect(histogramFinding([], MINUTE, 0)).toBe('No line in this range');
});
