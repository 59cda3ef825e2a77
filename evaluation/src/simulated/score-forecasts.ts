import type { ReliabilityBin } from '@foreshock/model/calibration.ts';
import { startOfMinute } from '@foreshock/model/time.ts';
import { brierSplit } from '@foreshock/server/analysis/scoring/brier-split.ts';
import type { JudgedForecast } from '@foreshock/server/analysis/scoring/judged-forecast.ts';
import { binsBetween } from '@foreshock/server/analysis/scoring/reliability-bins.ts';
import type { RunRecord, SeenForecast } from './run-record.ts';
import { isAboutFault, onsetAfter } from './score-run.ts';

export interface ForecastScore {
  readonly forecasts: number;
  /** 1 - Brier score / that of the base rate; negative is worse than knowing nothing. */
  readonly skill: number;
  readonly baseRate: number;
  /** Those that hold any. */
  readonly bins: readonly ReliabilityBin[];
}

/** What the tiers said of the same forecasts: as told before its cap, and in shadow. */
export interface ShadowScore {
  readonly forecasts: number;
  readonly calibrated: RankedScore;
  readonly hazard: RankedScore;
  readonly stack: RankedScore;
}

export interface RankedScore {
  /** Brier skill against the base rate. */
  readonly skill: number;
  /** Area under precision and recall, by weight. */
  readonly averagePrecision: number;
}

const EDGES = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 1];

/** Every forecast of every run that can be decided, decoys included. `shownOnly`: those that a person saw. */
export function scoreForecasts(records: readonly RunRecord[], shownOnly: boolean): ForecastScore {
  const judged = records.flatMap((record) => judge(record, shownOnly));
  const bins = binsBetween(judged, EDGES);
  const split = brierSplit(judged, bins);
  const { skill = Number.NaN, baseRate = Number.NaN } = split ?? {};
  return { forecasts: judged.length, skill, baseRate, bins };
}

export function scoreShadow(records: readonly RunRecord[]): ShadowScore {
  const rows = records.flatMap((record) => decided(record, ({ inShadow }) => inShadow !== undefined));
  const of = (tier: 'calibrated' | 'hazard' | 'stack'): RankedScore => {
    const judged = rows.map(({ forecast, came }) => ({
      said: forecast.inShadow![tier],
      weight: forecast.weight,
      came,
    }));
    const { skill = Number.NaN } = brierSplit(judged, binsBetween(judged, EDGES)) ?? {};
    return { skill, averagePrecision: averagePrecision(judged) };
  };
  return { forecasts: rows.length, calibrated: of('calibrated'), hazard: of('hazard'), stack: of('stack') };
}

/** Mean precision over what came, the likeliest first; equal ones together. */
function averagePrecision(judged: readonly JudgedForecast[]): number {
  const byOdds = [...Map.groupBy(judged, ({ said }) => said)].sort(([a], [b]) => b - a);
  const all = judged.reduce((sum, { came, weight }) => sum + came * weight, 0);
  let [hits, seen, area] = [0, 0, 0];
  for (const [, equal] of byOdds) {
    const came = equal.reduce((sum, one) => sum + one.came * one.weight, 0);
    hits += came;
    seen += equal.reduce((sum, one) => sum + one.weight, 0);
    area += (came / all) * (hits / seen);
  }
  return area;
}

function judge(record: RunRecord, shownOnly: boolean): JudgedForecast[] {
  const wanted = decided(record, ({ shown }) => shown || !shownOnly);
  return wanted.map(({ forecast, came }) => ({ said: forecast.probability, weight: forecast.weight, came }));
}

function decided(
  record: RunRecord,
  isWanted: (forecast: SeenForecast) => boolean,
): { readonly forecast: SeenForecast; readonly came: 0 | 1 }[] {
  return record.forecasts.filter(isWanted).flatMap((forecast) => {
    const { issuedAt, horizon } = forecast;
    const onset = onsetAfter(record, forecast, issuedAt);
    // Failures are labelled by the minute in the product too: that of a date begins within the second after it.
    const came = onset !== undefined && startOfMinute(onset) <= issuedAt + horizon;
    // What a repair prevented cannot be known. After a run its cluster is sound: what has not come by then does not.
    const prevented = isAboutFault(record, forecast) && record.truth.onset === undefined;
    return prevented ? [] : [{ forecast, came: came ? 1 : 0 }];
  });
}
