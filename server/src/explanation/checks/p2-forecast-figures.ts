import { slotsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

/** Odds and horizon are those of one forecast: "{{F1.probability}} within {{F2.horizon}}" was never calculated. */
export const forecastFigures: ClaimCheck = {
  id: 'P2',
  fault: ({ claim, place, under }, { pack }) => {
    const used = new Set(slotsOf(claim.text).flatMap(({ id }) => (pack.forecasts.has(id) ? [id] : [])));
    if (used.size > 1) return `it gives figures of ${[...used].join(' and ')} as those of one forecast`;
    const [id] = used;
    if (id === undefined) return undefined;
    if (claim.type !== 'forecast') return 'figures of a forecast stand only in a forecast';
    if (place === 'prediction' && under !== id) return `it stands under ${under} and gives figures of ${id}`;
    return claim.evidence[0] === id ? undefined : `its word is that of ${claim.evidence[0]}, its figures are of ${id}`;
  },
};
