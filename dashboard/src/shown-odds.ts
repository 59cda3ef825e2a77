import type { Odds, OddsPoint } from '@foreshock/model/prediction.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import { percentWords } from './words/odds-words.ts';

/** Odds as the API sends them: figures only where they have been earned. */
export interface ShownOdds {
  readonly display: Odds['display'];
  readonly band: Odds['band'];
  readonly horizon: DurationMs;
  readonly probability: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Outcomes until a percent can be earned. */
  readonly needed: { readonly have: number; readonly need: number } | undefined;
  readonly curve: readonly OddsPoint[];
}

/** `71 %`, `raised`, or `unknown`; empty for a deadline, whose date says it. */
export function oddsText(odds: ShownOdds): string {
  switch (odds.display) {
    case 'percent':
      return odds.probability === undefined ? 'unknown' : percentWords(odds.probability);
    case 'band':
      return odds.band;
    case 'none':
      return 'unknown';
    case 'date':
      return '';
  }
}

/** Why there is no percent, and how much is missing. */
export function missingText(odds: ShownOdds): string | undefined {
  if (odds.display === 'percent' || odds.display === 'date') return undefined;
  const needed =
    odds.needed && odds.needed.have < odds.needed.need
      ? `${odds.needed.have} of ${odds.needed.need} outcomes needed`
      : undefined;
  if (odds.display === 'none')
    return needed ? `We don't know yet: ${needed}.` : "We don't know yet: less than a day of data.";
  const rank = { high: 'top 0.5 %', raised: 'top 5 %', low: 'below the top 5 %' }[odds.band];
  return `A rank, not a percent: ${rank} of this failure's scores in 30 days${needed ? `; ${needed} for a percent` : ''}.`;
}
