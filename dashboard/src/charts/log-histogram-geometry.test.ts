import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutLogHistogram } from './log-histogram-geometry.ts';

test('bars start at zero and what is bad is never taller than all', () => {
  const from = 0;
  const buckets = [
    { time: 0, info: 90, warn: 5, error: 5 },
    { time: MINUTE, info: 0, warn: 0, error: 50 },
    { time: -5 * MINUTE, info: 900, warn: 0, error: 0 },
  ];
  const histogram = layOutLogHistogram(buckets.slice(0, 2), from, 2 * MINUTE, MINUTE, 252);
  const [first, second] = histogram.bars;
  expect(histogram.bottom - first!.allY).toBeCloseTo(2 * (histogram.bottom - second!.allY), 6);
  expect(second!.badY).toBe(second!.allY);
  expect(first!.badY).toBeGreaterThan(first!.allY);
  expect(layOutLogHistogram(buckets, from, 2 * MINUTE, MINUTE, 252).bars).toHaveLength(2);
});
