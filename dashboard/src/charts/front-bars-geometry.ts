import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { scaleLinear } from 'd3';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

/** What is counted in one step of time, and the part of it that stands in front. */
export interface FrontBar {
  readonly time: Timestamp;
  readonly all: number;
  readonly front: number;
}

/** In pixels; `ticks`: about how many lines of the scale. */
export interface FrontBarsSize {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: number;
}

export interface FrontBars<Bar extends FrontBar> {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly bars: readonly {
    readonly x: number;
    readonly width: number;
    readonly allY: number;
    readonly frontY: number;
    readonly bar: Bar;
  }[];
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
}

/** Light bars from zero, and solid ones in front that are never taller. `step` in ms; bars outside of the range are left out. */
export function layOutFrontBars<Bar extends FrontBar>(
  bars: readonly Bar[],
  range: TimeRange,
  step: number,
  width: number,
  size: FrontBarsSize,
): FrontBars<Bar> {
  const { left, top, bottom } = size;
  const time = timeScale(range, left, width - 4);
  const y = scaleLinear([0, Math.max(1, ...bars.map(({ all }) => all))], [bottom, top]).nice(size.ticks);
  return {
    time,
    top,
    bottom,
    bars: bars
      .filter((bar) => bar.time + step > range.from && bar.time < range.to)
      .map((bar) => {
        const x = time.x(bar.time);
        return {
          x,
          width: Math.max(1, time.x(bar.time + step) - x - 1),
          allY: y(bar.all),
          frontY: y(Math.min(bar.all, bar.front)),
          bar,
        };
      }),
    ticks: y.ticks(size.ticks).map((value) => ({ y: y(value), value })),
  };
}
