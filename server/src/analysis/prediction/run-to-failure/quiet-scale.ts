/** How far a measure strays when nothing is wrong: a histogram of deviations in quarters of an octave. */

/** In units of the least deviation that means anything: up to 2^16 of them. */
const BINS = 64;
const PER_OCTAVE = 4;

/** Plain data: counts by bin. The first holds what means nothing. */
export type QuietScale = Float32Array;

export function createQuietScale(): QuietScale {
  return new Float32Array(BINS);
}

/** `deviation`: in units of the least that means anything. */
export function learnQuiet(scale: QuietScale, deviation: number): void {
  const bin = deviation <= 1 ? 0 : Math.min(BINS - 1, 1 + Math.floor(PER_OCTAVE * Math.log2(deviation)));
  scale[bin] = scale[bin]! + 1;
}

/** A robust spread, and half and a third of what one in 20 and one in 100 minutes exceed; at least 1, and 1 when nothing was seen. */
export function spreadOf(scale: QuietScale): number {
  return Math.max(1, 1.4826 * quantile(scale, 0.5), quantile(scale, 0.95) / 2, quantile(scale, 0.99) / 3);
}

function quantile(scale: QuietScale, share: number): number {
  let all = 0;
  for (let bin = 0; bin < BINS; bin += 1) all += scale[bin]!;
  let sum = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    sum += scale[bin]!;
    if (sum >= share * all && all > 0) return bin === 0 ? 0 : 2 ** ((bin - 0.5) / PER_OCTAVE);
  }
  return 0;
}
