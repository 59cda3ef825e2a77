import type { ReliabilityBin } from '@foreshock/model/calibration.ts';
import { brierSplit } from '@foreshock/server/analysis/scoring/brier-split.ts';
import type { JudgedForecast } from '@foreshock/server/analysis/scoring/judged-forecast.ts';
import { binsBetween } from '@foreshock/server/analysis/scoring/reliability-bins.ts';
import type { RunRecord } from './run-record.ts';
import { isAboutFault, onsetAfter } from './score-run.ts';

export interface ForecastScore {
  readonly forecasts: number;
  /** 1 - Brier score / that of the base rate; negative is worse than knowing nothing. */
  readonly skill: number;
  readonly baseRate: number;
  /** Those that hold any. */
  readonly bins: readonly ReliabilityBin[];
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

function judge(record: RunRecord, shownOnly: boolean): JudgedForecast[] {
  return record.forecasts.flatMap((forecast) => {
    const { issuedAt, horizon, probability, weight } = forecast;
    if (shownOnly && !forecast.shown) return [];
    const onset = onsetAfter(record, forecast, issuedAt);
    const came = onset !== undefined && onset <= issuedAt + horizon;
    // What a repair prevented cannot be known. After a run its cluster is sound: what has not come by then does not.
    const prevented = isAboutFault(record, forecast) && record.truth.onset === undefined;
    return prevented ? [] : [{ said: probability, weight, came: came ? 1 : 0 }];
  });
}
