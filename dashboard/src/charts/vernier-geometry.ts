export interface Vernier {
  readonly ticks: readonly { readonly x: number; readonly length: number }[];
  /** Nested strips from `low` to `high`: ink adds up towards the needle. */
  readonly strips: readonly { readonly x: number; readonly width: number }[];
  readonly needle: number;
}

const STRIPS = 8;

/** The engraved 0 to 100 scale over `width`, with range and needle; all three probabilities in [0, 1]. */
export function layOutVernier(
  probability: number,
  low: number,
  high: number,
  width: number,
  minorTicks: boolean,
): Vernier {
  const x = (value: number) => 1 + value * (width - 2);
  const count = minorTicks ? 20 : 10;
  const ticks = Array.from({ length: count + 1 }, (_, i) => {
    const value = i / count;
    const half = value % 0.5 === 0;
    const tenth = Math.abs(value * 10 - Math.round(value * 10)) < 1e-9;
    return { x: x(value), length: half ? 9 : tenth ? 6 : 3 };
  });
  const strips = Array.from({ length: STRIPS }, (_, i) => {
    const share = i / STRIPS;
    const from = x(low + (probability - low) * share);
    const to = x(high - (high - probability) * share);
    return { x: from, width: Math.max(0, to - from) };
  });
  return { ticks, strips, needle: x(probability) };
}
