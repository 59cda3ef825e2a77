import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { scaleLog } from 'd3';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export interface LatencyPoint {
  readonly id: string;
  readonly time: Timestamp;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly name: string;
}

export interface LatencyScatter {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly points: readonly { readonly x: number; readonly y: number; readonly point: LatencyPoint }[];
  readonly ticks: readonly { readonly y: number; readonly durationMs: number }[];
  durationAt(y: number): number;
}

/** Each trace as a dot: when it began, and how long it took on a logarithmic scale. */
export function layOutLatencyScatter(points: readonly LatencyPoint[], range: TimeRange, width: number): LatencyScatter {
  const [top, bottom] = [10, 170];
  const time = timeScale(range, 56, width - 8);
  const durations = points.map((point) => Math.max(0.01, point.durationMs));
  const low = 10 ** Math.floor(Math.log10(Math.min(...durations, 1000)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...durations, low * 10)));
  const y = scaleLog([low, high], [bottom, top]).clamp(true);
  const powers = Math.round(Math.log10(high / low));
  return {
    time,
    top,
    bottom,
    points: points.map((point) => ({ x: time.x(point.time), y: y(Math.max(0.01, point.durationMs)), point })),
    ticks: Array.from({ length: powers + 1 }, (_, i) => ({ durationMs: low * 10 ** i, y: y(low * 10 ** i) })),
    durationAt: (at) => y.invert(at),
  };
}
