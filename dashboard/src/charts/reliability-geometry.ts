import { scaleLinear, scaleSqrt } from 'd3';

/** Forecasts of about the same probability; all shares 0 to 1. */
export interface ReliabilityGroup {
  readonly from: number;
  readonly to: number;
  readonly said: number;
  readonly came: number;
  readonly low: number;
  readonly high: number;
  readonly forecasts: number;
  readonly hits: number;
}

export interface ReliabilityLayout {
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly at: number; readonly x: number; readonly y: number }[];
  readonly groups: readonly {
    readonly group: ReliabilityGroup;
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    readonly lowY: number;
    readonly highY: number;
    /** Where its count stands below the square; absent where it would touch the one before. */
    readonly countX: number | undefined;
  }[];
}

const LEFT = 52;
const TOP = 12;
const LARGEST = 520;
const COUNT_WIDTH = 40;

/**
 * A square of what was said (across) against how often it came (up). The area of a dot is the number of forecasts, the
 * largest with a radius of a fortieth of the side; none is too small to be seen.
 */
export function layOutReliability(groups: readonly ReliabilityGroup[], width: number): ReliabilityLayout {
  const side = Math.max(160, Math.min(LARGEST, width - LEFT - 16));
  const x = scaleLinear([0, 1], [LEFT, LEFT + side]);
  const y = scaleLinear([0, 1], [TOP + side, TOP]);
  const most = Math.max(1, ...groups.map(({ forecasts }) => forecasts));
  const radius = scaleSqrt([0, most], [0, Math.max(7, side / 40)]);
  let free = Number.NEGATIVE_INFINITY;
  return {
    left: LEFT,
    top: TOP,
    side,
    bottom: TOP + side,
    ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, x: x(at), y: y(at) })),
    groups: groups.map((group) => {
      const middle = x((group.from + group.to) / 2);
      const countX = middle >= free ? middle : undefined;
      if (countX !== undefined) free = middle + COUNT_WIDTH;
      return {
        group,
        x: x(group.said),
        y: y(group.came),
        radius: Math.max(2.5, radius(group.forecasts)),
        lowY: y(group.low),
        highY: y(group.high),
        countX,
      };
    }),
  };
}
