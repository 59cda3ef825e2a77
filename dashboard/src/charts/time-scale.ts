import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { scaleLinear } from 'd3';

export interface TimeScale {
  readonly range: TimeRange;
  readonly left: number;
  readonly right: number;
  x(time: Timestamp): number;
  time(x: number): Timestamp;
}

/** Position is time: the range runs from `left` to `right`, and what is outside stands at the edge. */
export function timeScale(range: TimeRange, left: number, right: number): TimeScale {
  const scale = scaleLinear([range.from, range.to], [left, right]).clamp(true);
  return { range, left, right, x: (time) => scale(time), time: (x) => scale.invert(x) };
}

/** Minutes by which local time runs ahead of UTC, as milliseconds, at `time`. */
export function localOffset(time: Timestamp): number {
  return -new Date(time).getTimezoneOffset() * 60_000;
}
