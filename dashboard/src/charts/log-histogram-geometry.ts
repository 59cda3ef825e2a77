import type { Timestamp } from '@foreshock/model/time.ts';
import { scaleLinear } from 'd3';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export interface LogBucket {
  readonly time: Timestamp;
  readonly info: number;
  readonly warn: number;
  readonly error: number;
}

export interface LogHistogram {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly bars: readonly {
    readonly x: number;
    readonly width: number;
    readonly allY: number;
    readonly badY: number;
    readonly bucket: LogBucket;
  }[];
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
}

/** All lines as light bars from zero, warnings and errors as solid ones in front. `step` in ms. */
export function layOutLogHistogram(
  buckets: readonly LogBucket[],
  from: Timestamp,
  to: Timestamp,
  step: number,
  width: number,
): LogHistogram {
  const [top, bottom] = [12, 104];
  const time = timeScale({ from, to }, 48, width - 4);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.info + bucket.warn + bucket.error));
  const y = scaleLinear([0, most], [bottom, top]).nice(3);
  return {
    time,
    top,
    bottom,
    bars: buckets
      .filter((bucket) => bucket.time + step > from && bucket.time < to)
      .map((bucket) => {
        const x = time.x(bucket.time);
        return {
          x,
          width: Math.max(1, time.x(bucket.time + step) - x - 1),
          allY: y(bucket.info + bucket.warn + bucket.error),
          badY: y(bucket.warn + bucket.error),
          bucket,
        };
      }),
    ticks: y.ticks(3).map((value) => ({ y: y(value), value })),
  };
}
