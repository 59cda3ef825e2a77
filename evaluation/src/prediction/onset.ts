// The recurrence model on the anomalies of the AIOps challenge 2018: every five minutes outside an anomaly, does the next
// one begin within 30 or 60 minutes? Weights are learnt on the train halves alone. It reads when anomalies began and never
// a curve, so what it can say is "this comes again at this hour" and not "the curve foretells it".
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import {
  createRecurrenceModel,
  forecastRecurrence,
  learnRows,
  type Observation,
  observeTick,
} from '@foreshock/server/analysis/prediction/recurrence/recurrence-model.ts';
import type { BlockResult } from '../measured/measured-row.ts';
import type { EntityForecasts } from './entity-forecasts.ts';
import { GRID_MS, type OnsetSeries, readOnsetSeries } from './onset-series.ts';
import { permuteDays } from './permute-days.ts';
import { createRateSoFar, learnRateSoFar, rateSoFar } from './rate-so-far.ts';
import { type ForecastTask, scoreForecasts } from './skill-rows.ts';
import type { WarnedEntity } from './warn-at-budget.ts';

const SET = 'aiops-2018';
const HORIZON_MINUTES = [30, 60] as const;
const PER_DAY = DAY / GRID_MS;
const COOL_DOWN_MINUTES = 30;
/** A detector needs about so long: two moments of the grid. */
const KNOWN_LATE = 2;

/** `undefined` when the set is not there. */
export function evaluateOnset(data: string): BlockResult | undefined {
  const folder = join(data, SET);
  if (!existsSync(folder)) return undefined;
  const series = readOnsetSeries(folder);
  const started = process.cpuUsage();
  const odds = forecast(series, {});
  const { user } = process.cpuUsage(started);
  const late = forecast(series, { late: KNOWN_LATE });
  const shuffled = forecast(series, { shuffle: 1 });
  const [half, hour] = HORIZON_MINUTES;
  const score = (from: readonly Odds[], bin: number, name: string, quiet = 0) => {
    const control = taskOf(series, shuffled, bin, '', quiet);
    return scoreForecasts({ ...taskOf(series, from, bin, name, quiet), shuffled: control.test });
  };
  const parts = [
    score(odds, 0, `${half} min`),
    score(odds, 1, `${hour} min`),
    score(odds, 0, `${half} min, after a cool-down`, COOL_DOWN_MINUTES),
    score(late, 0, `${half} min, known 10 min late`),
  ];
  const forecasts = HORIZON_MINUTES.length * series.reduce((sum, { inside }) => sum + inside.length, 0);
  return {
    rows: parts.flatMap(({ rows }) => rows),
    details: [
      ...parts.flatMap(({ details }) => details),
      `${SET}: ${(user / forecasts).toFixed(1)} us of processor a forecast`,
    ],
  };
}

/** Of one series by moment; 0 where it was not asked. */
interface Odds {
  readonly ours: readonly Float64Array[];
  readonly rate: readonly Float64Array[];
}

interface Variant {
  /** Moments after which a beginning is known. */
  readonly late?: number;
  /** What is learnt has its days in another order. */
  readonly shuffle?: number;
}

function forecast(series: readonly OnsetSeries[], { late = 0, shuffle = 0 }: Variant): Odds[] {
  const model = createRecurrenceModel({
    tickMs: GRID_MS,
    horizons: HORIZON_MINUTES.map((minutes) => minutes * MINUTE),
  });
  const reference = createRateSoFar(model);
  const learnt = series.map((one, i) =>
    HORIZON_MINUTES.map((minutes) => {
      const outcomes = outcomesOf(one, minutes);
      if (shuffle > 0) outcomes.set(permuteDays(outcomes.subarray(0, one.split), PER_DAY, shuffle + i));
      return outcomes;
    }),
  );
  const odds = series.map(({ inside }): Odds => {
    const empty = () => HORIZON_MINUTES.map(() => new Float64Array(inside.length));
    return { ours: empty(), rate: empty() };
  });
  const placeOf = new Map(series.map(({ id }, i) => [id, i]));
  const ends = series.map(({ from, inside }) => from + inside.length * GRID_MS);
  for (let now: Timestamp = Math.min(...series.map(({ from }) => from)); now < Math.max(...ends); now += GRID_MS) {
    const observed = new Map<string, Observation>();
    for (const { id, from, inside, began } of series) {
      const at = (now - from) / GRID_MS;
      if (at < 0 || at >= inside.length) continue;
      observed.set(id, { event: began[at - late] === 1, atRisk: inside[at] === 0, isOpen: false });
    }
    const matured = observeTick(model, now, observed).flatMap((row) => {
      const place = placeOf.get(row.stream)!;
      const { from, split } = series[place]!;
      const at = (row.time - from) / GRID_MS;
      // Weights come from the train halves, and from rows whose horizon ends there.
      if (at + HORIZON_MINUTES[row.bin]! * (MINUTE / GRID_MS) >= split) return [];
      return [{ ...row, came: learnt[place]![row.bin]![at] === 1 }];
    });
    learnRows(model, matured, now);
    learnRateSoFar(reference, model, matured);
    for (const [id, { atRisk }] of observed) {
      if (!atRisk) continue;
      const place = placeOf.get(id)!;
      const at = (now - series[place]!.from) / GRID_MS;
      const rates = rateSoFar(reference, model, id);
      for (const [bin, probability] of forecastRecurrence(model, id, now).entries()) {
        odds[place]!.ours[bin]![at] = probability;
        odds[place]!.rate[bin]![at] = rates[bin]!;
      }
    }
  }
  return odds;
}

/** 1 where an anomaly begins in the minutes after a moment. */
function outcomesOf({ from, inside, starts }: OnsetSeries, minutes: number): Uint8Array {
  const outcomes = new Uint8Array(inside.length);
  for (const start of starts) {
    const first = Math.ceil((start - minutes * MINUTE - from) / GRID_MS);
    outcomes.fill(1, Math.max(0, first), Math.ceil((start - from) / GRID_MS));
  }
  return outcomes;
}

const FLOOR = 'signal and history, logistic regression';
/** By horizon: skill, ranking and precision of the floor, and what this engine may not fall below. */
const BARS = [
  { skill: 0.006, gate: 0.0193, ranking: 0.674, precision: 0.037 },
  { skill: 0.007, gate: 0.035, ranking: 0.662, precision: 0.06 },
] as const;
/** After a cool-down fewer of the easy moments are asked. */
const COOLED_GATE = 0.0151;

function taskOf(
  series: readonly OnsetSeries[],
  odds: readonly Odds[],
  bin: number,
  name: string,
  quiet: number,
): ForecastTask {
  const minutes = HORIZON_MINUTES[bin]!;
  const bars = BARS[bin]!;
  const part = (one: OnsetSeries, place: number, first: number, last: number): WarnedEntity => {
    const outcomes = outcomesOf(one, minutes);
    const asked: number[] = [];
    for (let at = first; at < last; at += 1) {
      if (one.inside[at] === 0 && one.quietMinutes[at]! >= quiet) asked.push(at);
    }
    const pick = (values: Float64Array): Float64Array => Float64Array.from(asked, (at) => values[at]!);
    const forecasts: EntityForecasts = {
      entity: one.id,
      times: Float64Array.from(asked, (at) => one.from + at * GRID_MS),
      probabilities: pick(odds[place]!.ours[bin]!),
      outcomes: Uint8Array.from(asked, (at) => outcomes[at]!),
      online: pick(odds[place]!.rate[bin]!),
    };
    const [from, until] = [one.from + first * GRID_MS, one.from + last * GRID_MS];
    return { forecasts, starts: one.starts.filter((start) => start > from && start <= until) };
  };
  return {
    set: SET,
    name,
    horizon: minutes * MINUTE,
    train: series.map((one, place) => part(one, place, 0, one.split - (minutes * MINUTE) / GRID_MS)),
    test: series.map((one, place) => part(one, place, one.split, one.inside.length)),
    perDay: PER_DAY,
    apart: true,
    budgetMs: DAY,
    bars: {
      skill: { toBeat: bars.skill, by: FLOOR, gate: quiet > 0 ? COOLED_GATE : bars.gate },
      overOnline: { toBeat: 0, by: 'the rate so far', gate: 0 },
      ranking: { toBeat: bars.ranking, by: FLOOR, gate: 0.5 },
      precision: { toBeat: bars.precision, by: FLOOR, gate: 0 },
      calibration: { toBeat: 0.02, by: 'what a person would notice', gate: 0.02 },
      recall: { toBeat: 0, by: 'nothing', gate: 0 },
    },
  };
}
