import { HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutLatencyScatter } from './latency-scatter-geometry.ts';

const point = (durationMs: number) => ({ id: String(durationMs), time: 0, durationMs, failed: false, name: 'GET /' });

test('ten times as slow is one step up, and a place can be read back as a duration', () => {
  const scatter = layOutLatencyScatter([point(10), point(100), point(1000)], { from: 0, to: HOUR }, 600);
  const [a, b, c] = scatter.points;
  expect(a!.y - b!.y).toBeCloseTo(b!.y - c!.y, 6);
  expect(scatter.durationAt(b!.y)).toBeCloseTo(100, 6);
  expect(scatter.ticks.map((tick) => tick.durationMs)).toEqual([10, 100, 1000]);
});

test('without traces the scale still stands', () => {
  expect(layOutLatencyScatter([], { from: 0, to: HOUR }, 600).ticks.length).toBeGreaterThan(1);
});
