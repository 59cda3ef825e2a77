import type { ClaimCheck } from './check.ts';

/** A forecast that is told is of sound make: odds never fall with the horizon, and stay below their cap. */
export const forecastConsistent: ClaimCheck = {
  id: 'P3',
  fault: ({ claim }, { pack }) => {
    if (claim.type !== 'forecast') return undefined;
    for (const { id, prediction } of claim.evidence.flatMap((one) => pack.forecasts.get(one) ?? [])) {
      const { curve, probability, cap } = prediction.odds;
      if (curve.some((point, at) => at > 0 && point.probability < curve[at - 1]!.probability))
        return `the odds of ${id} fall with the horizon`;
      if (probability > cap) return `${id} is above its cap`;
    }
    return undefined;
  },
};
