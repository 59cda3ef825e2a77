import type { DurationMs, TimeRange } from '@foreshock/model/time.ts';
import { scaleSymlog } from 'd3';
import { gappedLine } from './gapped-line.ts';
import { spreadLabels } from './spread-labels.ts';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export interface BurnLine {
  readonly windowMs: DurationMs;
  readonly name: string;
  readonly values: readonly (number | undefined)[];
}

export interface BurnLimit {
  readonly name: string;
  readonly limit: number;
}

export interface BurnLayout {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly limits: readonly { readonly y: number; readonly name: string }[];
  readonly lines: readonly {
    readonly name: string;
    readonly path: string;
    /** Absent without a value. */
    readonly end: { readonly y: number; readonly labelY: number } | undefined;
  }[];
  y(burn: number): number;
}

const TICKS = [0, 1, 10, 100, 1000];
const LEFT = 40;
/** Names stand at the ends of the lines where there is room. */
export const NAMES_FROM = 620;

/**
 * Burn over time: straight up to 1, where a budget lasts exactly, and by factors above, so that 0.3 and 300 are both
 * seen. The limits are always in view.
 */
export function layOutBurn(
  lines: readonly BurnLine[],
  limits: readonly BurnLimit[],
  range: TimeRange,
  step: DurationMs,
  width: number,
): BurnLayout {
  const [top, bottom] = [16, 204];
  const time = timeScale(range, LEFT, width - (width < NAMES_FROM ? 8 : 96));
  const highest = Math.max(
    ...limits.map(({ limit }) => 2 * limit),
    ...lines.flatMap(({ values }) => values.filter((value) => value !== undefined)),
  );
  const y = scaleSymlog([0, highest], [bottom, top]).constant(1);
  const ends = lines.map(({ values }) => values.findLast((value) => value !== undefined));
  const labels = spreadLabels(
    ends.map((value) => y(value ?? 0)),
    15,
    top + 4,
    bottom,
  );
  return {
    time,
    top,
    bottom,
    ticks: TICKS.filter((tick) => tick <= highest).map((tick) => ({ y: y(tick), text: tick.toLocaleString('en') })),
    limits: limits.map(({ name, limit }) => ({ name, y: y(limit) })),
    lines: lines.map(({ name, values }, index) => ({
      name,
      path: gappedLine(values, (at) => time.x(range.from + at * step), y),
      end: ends[index] === undefined ? undefined : { y: y(ends[index]), labelY: labels[index]! },
    })),
    y: (burn) => y(burn),
  };
}
