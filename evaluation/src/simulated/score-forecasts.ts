import type { RunRecord } from './run-record.ts';
import { isAboutFault, onsetAfter } from './score-run.ts';

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly forecasts: number;
  /** Mean of what was said, and share that came true; both by weight. */
  readonly said: number;
  readonly came: number;
}

export interface ForecastScore {
  readonly forecasts: number;
  /** 1 - Brier score / that of the base rate; negative is worse than knowing nothing. */
  readonly skill: number;
  readonly baseRate: number;
  readonly bins: readonly ReliabilityBin[];
}

interface Judged {
  readonly probability: number;
  readonly weight: number;
  readonly came: boolean;
}

const EDGES = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 1];

/** Every forecast of every run that can be decided, decoys included. `shownOnly`: those that a person saw. */
export function scoreForecasts(records: readonly RunRecord[], shownOnly: boolean): ForecastScore {
  const judged = records.flatMap((record) => judge(record, shownOnly));
  const weight = total(judged, () => 1);
  const baseRate = total(judged, ({ came }) => Number(came)) / weight;
  const squared = total(judged, ({ probability, came }) => (probability - Number(came)) ** 2) / weight;
  const bins = EDGES.slice(1).map((to, index) => {
    const from = EDGES[index]!;
    const inside = judged.filter(({ probability }) => probability >= from && (probability < to || to === 1));
    const own = total(inside, () => 1);
    return {
      from,
      to,
      forecasts: inside.length,
      said: total(inside, ({ probability }) => probability) / own,
      came: total(inside, ({ came }) => Number(came)) / own,
    };
  });
  return { forecasts: judged.length, skill: 1 - squared / (baseRate * (1 - baseRate)), baseRate, bins };
}

function judge(record: RunRecord, shownOnly: boolean): Judged[] {
  return record.forecasts.flatMap((forecast) => {
    const { issuedAt, horizon, probability, weight } = forecast;
    if (shownOnly && !forecast.shown) return [];
    const onset = onsetAfter(record, forecast, issuedAt);
    const came = onset !== undefined && onset <= issuedAt + horizon;
    // What a repair prevented cannot be known. After a run its cluster is sound: what has not come by then does not.
    const prevented = isAboutFault(record, forecast) && record.truth.onset === undefined;
    return prevented ? [] : [{ probability, weight, came }];
  });
}

function total(judged: readonly Judged[], of: (one: Judged) => number): number {
  return judged.reduce((sum, one) => sum + one.weight * of(one), 0);
}
