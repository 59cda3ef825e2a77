import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { DAY, HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import type { TimeScale } from './time-scale.ts';

export interface NeatlineSegment {
  readonly x: number;
  readonly width: number;
  readonly filled: boolean;
  readonly future: boolean;
}

export interface Neatline {
  readonly step: DurationMs;
  readonly segments: readonly NeatlineSegment[];
  readonly labels: readonly { readonly x: number; readonly time: Timestamp }[];
}

const steps: readonly DurationMs[] = [
  SECOND,
  5 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];

/** A segment is never narrower than this, and labels have room for `00:00`. */
const LEAST_SEGMENT = 26;
const LEAST_LABEL = 62;

/**
 * The band of alternate filled and hollow segments on round clock times that is the time axis.
 *
 * offset  of local time from UTC in ms, so that segments begin on round local minutes
 * now     segments that begin at or after it belong to the future
 */
export function layOutNeatline(scale: TimeScale, now: Timestamp, offset: number): Neatline {
  const { from, to } = scale.range;
  const perPixel = (to - from) / Math.max(1, scale.right - scale.left);
  const step = steps.find((candidate) => candidate / perPixel >= LEAST_SEGMENT) ?? steps.at(-1)!;
  const first = Math.floor((from + offset) / step);
  const last = Math.ceil((to + offset) / step);
  const every = Math.max(1, Math.ceil((LEAST_LABEL * perPixel) / step));
  const segments: NeatlineSegment[] = [];
  const labels: { x: number; time: Timestamp }[] = [];
  for (let index = first; index < last; index += 1) {
    const begin = index * step - offset;
    for (const [start, end] of splitAt(begin, begin + step, now)) {
      const x = scale.x(start);
      const width = scale.x(end) - x;
      if (width > 0.01) segments.push({ x, width, filled: index % 2 === 0, future: start >= now });
    }
    if (index % every === 0 && begin >= from && scale.right - scale.x(begin) > 16)
      labels.push({ x: scale.x(begin), time: begin });
  }
  return { step, segments, labels };
}

function splitAt(start: Timestamp, end: Timestamp, now: Timestamp): (readonly [Timestamp, Timestamp])[] {
  return now > start && now < end
    ? [
        [start, now],
        [now, end],
      ]
    : [[start, end]];
}
