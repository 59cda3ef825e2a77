import type { Lead } from '@foreshock/model/prediction.ts';
import type { DurationMs } from '@foreshock/model/time.ts';

/**
 * Time to onset if it comes within the last horizon, read off the odds curve; within a bin the onset is equally
 * likely anywhere.
 *
 * returns   `undefined` when the curve is zero
 */
export function leadOf(horizons: readonly DurationMs[], probabilities: readonly number[]): Lead | undefined {
  const all = probabilities.at(-1) ?? 0;
  if (all <= 0) return undefined;
  const at = (share: number): DurationMs => {
    const wanted = share * all;
    let fromTime = 0;
    let fromProbability = 0;
    for (const [bin, probability] of probabilities.entries()) {
      const until = horizons[bin]!;
      if (probability >= wanted) {
        const part = probability > fromProbability ? (wanted - fromProbability) / (probability - fromProbability) : 1;
        return Math.round(fromTime + part * (until - fromTime));
      }
      fromTime = until;
      fromProbability = probability;
    }
    return horizons.at(-1)!;
  };
  return { p10: at(0.1), median: at(0.5), p90: at(0.9) };
}
