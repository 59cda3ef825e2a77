import { scaleLinear } from 'd3';

export interface CountBar {
  readonly name: string;
  /** Where there is no room for the name. */
  readonly short: string;
  readonly count: number;
}

export interface CountBarLayout {
  readonly bar: CountBar;
  readonly name: string;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
}

const TOP = 22;
const TALL = 120;
/** Of a name such as `120 to 240`. */
const NAME_WIDTH = 66;

/** Bars side by side from zero, each with its count on top. */
export function layOutCountBars(
  bars: readonly CountBar[],
  width: number,
): { readonly bars: readonly CountBarLayout[]; readonly bottom: number } {
  const bottom = TOP + TALL;
  const y = scaleLinear([0, Math.max(1, ...bars.map(({ count }) => count))], [bottom, TOP]);
  const pitch = Math.min(76, width / Math.max(1, bars.length));
  const laid = bars.map((bar, index) => ({
    bar,
    name: pitch < NAME_WIDTH ? bar.short : bar.name,
    x: index * pitch,
    width: Math.max(4, pitch - 4),
    y: y(bar.count),
    height: bottom - y(bar.count),
  }));
  return { bars: laid, bottom };
}
