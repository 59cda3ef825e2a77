import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { extent, scaleLinear } from 'd3';
import { gappedLine } from './gapped-line.ts';
import { spreadLabels } from './spread-labels.ts';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export interface TimeSeries {
  readonly id: string;
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  readonly unusual: readonly { readonly range: TimeRange; readonly surprise: number }[];
}

export interface TimeSeriesLayout {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
  readonly lines: readonly {
    readonly series: TimeSeries;
    readonly path: string;
    readonly labelY: number;
    readonly endY: number | undefined;
    readonly ribbonY: number;
    readonly ribbon: readonly { readonly x: number; readonly width: number; readonly opacity: number }[];
  }[];
  valueY(value: number): number;
}

const RIBBON = 6;

/** Lines of one unit on one axis, named at their ends, with a ribbon of surprise for each below. */
export function layOutTimeSeries(
  series: readonly TimeSeries[],
  from: Timestamp,
  to: Timestamp,
  step: DurationMs,
  width: number,
): TimeSeriesLayout {
  const labelWidth = width < 620 ? 8 : 190;
  const [top, bottom] = [14, 194];
  const time = timeScale({ from, to }, 52, width - labelWidth);
  const given = series.flatMap((one) => one.values.filter((value) => value !== undefined));
  const [low = 0, high = 1] = extent(given);
  // A line may leave zero out, but not where zero is near: then it would only magnify.
  const floor = low >= 0 && low < high * 0.6 ? 0 : low;
  const y = scaleLinear([floor, high > floor ? high : floor + 1], [bottom, top]).nice(4);
  const ends = series.map((one) => one.values.findLast((value) => value !== undefined));
  const labels = spreadLabels(
    ends.map((value) => y(value ?? floor)),
    15,
    top + 4,
    bottom,
  );
  return {
    time,
    top,
    bottom,
    ticks: y.ticks(4).map((value) => ({ y: y(value), value })),
    lines: series.map((one, i) => ({
      series: one,
      path: gappedLine(one.values, (index) => time.x(from + index * step), y),
      labelY: labels[i]!,
      endY: ends[i] === undefined ? undefined : y(ends[i]),
      ribbonY: bottom + 4 + i * RIBBON,
      ribbon: one.unusual.map((part) => {
        const x = time.x(part.range.from);
        return {
          x,
          width: Math.max(2, time.x(part.range.to) - x),
          opacity: 0.15 + 0.85 * Math.min(1, part.surprise / 8),
        };
      }),
    })),
    valueY: (value) => y(value),
  };
}

/** Height that the ribbons of `count` series take. */
export function ribbonHeight(count: number): number {
  return count * RIBBON + 4;
}
