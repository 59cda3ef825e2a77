import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { leadOf } from './lead.ts';

const horizons = [5, 15, 30, 60].map((minutes) => minutes * MINUTE);

test('the median is where half of the odds are passed', () => {
  expect(leadOf(horizons, [0, 0, 0.4, 0.8])?.median).toBe(30 * MINUTE);
  expect(leadOf(horizons, [0, 0.5, 0.5, 0.5])).toEqual({ p10: 6 * MINUTE, median: 10 * MINUTE, p90: 14 * MINUTE });
});

test('without odds there is no lead', () => {
  expect(leadOf(horizons, [0, 0, 0, 0])).toBeUndefined();
});
