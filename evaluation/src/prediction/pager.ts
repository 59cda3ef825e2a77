// The recurrence model on a production page stream: at the end of each hour and for each name, does it page again within
// 6 or 24 hours? It learns from the first page on and goes on learning; what is scored lies after the training part.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR, parseTime, type Timestamp } from '@foreshock/model/time.ts';
import {
  createRecurrenceModel,
  forecastRecurrence,
  learnRows,
  type Observation,
  observeTick,
} from '@foreshock/server/analysis/prediction/recurrence/recurrence-model.ts';
import type { BlockResult } from '../measured/measured-row.ts';
import { readCsv } from '../read-csv.ts';
import type { EntityForecasts } from './entity-forecasts.ts';
import { permuteDays } from './permute-days.ts';
import { createRateSoFar, learnRateSoFar, rateSoFar } from './rate-so-far.ts';
import { type ForecastTask, scoreForecasts } from './skill-rows.ts';
import { askStreamTrees, createStreamTrees, learnStreamTrees } from './stream-trees.ts';
import { describeTrees } from './trees-skill.ts';
import type { WarnedEntity } from './warn-at-budget.ts';

const SET = 'pager';
const TRAINED_UNTIL = parseTime('2013-05-19T00:00:00Z')!;
const LEAST_PAGES = 5;
const HOURS = [6, 24] as const;
const PER_DAY = 24;
const WEEK_MS = 7 * 24 * HOUR;

interface Page {
  readonly hour: number;
  readonly name: string;
  readonly isOpen: boolean;
}

interface Stream {
  readonly start: Timestamp;
  readonly hours: number;
  /** Index of the first scored hour. */
  readonly split: number;
  readonly pages: readonly Page[];
  readonly names: readonly string[];
  /** By name: 1 for an hour in which it paged. */
  readonly paged: ReadonlyMap<string, Uint8Array>;
}

/** `undefined` when the set is not there. */
export function evaluatePager(data: string): BlockResult | undefined {
  const file = join(data, SET, 'pages.csv');
  if (!existsSync(file)) return undefined;
  const records = readCsv(file);
  const everything = streamOf(records, records);
  const harm = streamOf(
    records,
    records.filter(({ status }) => status !== 'success'),
  );
  const started = process.cpuUsage();
  const all = forecast(everything);
  const { user } = process.cpuUsage(started);
  const shuffled = forecast(everything, 1);
  const parts = [
    ...HOURS.map((hours, bin) => {
      const control = taskOf(everything, shuffled, hours, bin, '');
      return scoreForecasts({ ...taskOf(everything, all, hours, bin, `${hours} h`), shuffled: control.test });
    }),
    ...scoreHarm(harm),
  ];
  const forecasts = everything.hours * everything.names.length * HOURS.length;
  return {
    rows: parts.flatMap(({ rows }) => rows),
    details: [
      ...parts.flatMap(({ details }) => details),
      ...HOURS.flatMap((hours, bin) => scoreTrees(everything, all, hours, bin)),
      ...HOURS.flatMap((hours, bin) => scoreTrees(everything, shuffled, hours, bin, ', learnt from shuffled days')),
      `${SET}: ${(user / forecasts).toFixed(1)} us of processor a forecast`,
    ],
  };
}

function scoreHarm(stream: Stream) {
  const all = forecast(stream);
  return HOURS.map((hours, bin) => scoreForecasts(taskOf(stream, all, hours, bin, `${hours} h, errors and warnings`)));
}

/** Trees on the same features, fitted on what had matured, against the recurrence model and the rate so far. */
function scoreTrees(stream: Stream, odds: Odds, hours: number, bin: number, suffix = ''): string[] {
  const { train, test } = taskOf(stream, odds, hours, bin, '');
  const { split } = stream;
  const said = test.map(({ forecasts }) => {
    const of = (all: readonly Map<string, Float64Array>[]): Float64Array =>
      all[bin]!.get(forecasts.entity)!.subarray(split, split + forecasts.times.length);
    return { forecasts, trees: of(odds.trees), hazard: of(odds.ours) };
  });
  const failures = new Set(
    stream.pages.filter(({ hour, name }) => hour < split && stream.paged.has(name)).map(({ hour }) => hour),
  );
  return [
    `${SET} ${hours} h trees${suffix}: ${failures.size} hours with pages before the first fit, trees of each ${odds.counts[bin]!.join(', ')}`,
    ...describeTrees(
      `${SET} ${hours} h trees${suffix}`,
      said,
      train.map(({ forecasts }) => forecasts),
    ),
  ];
}

/** What `records` hold, over the whole time of `whole`. */
function streamOf(whole: readonly Record<string, string>[], records: readonly Record<string, string>[]): Stream {
  const timeOf = (record: Record<string, string>): Timestamp => parseTime(`${record.ts}Z`)!;
  const start = timeOf(whole[0]!);
  const hours = (timeOf(whole.at(-1)!) - start) / HOUR + 1;
  const split = (TRAINED_UNTIL - start) / HOUR;
  const pages = records.map((record) => ({
    hour: (timeOf(record) - start) / HOUR,
    name: record.name!,
    isOpen: record.status !== 'success',
  }));
  const counts = new Map<string, number>();
  for (const { name, hour } of pages) if (hour < split) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].filter(([, count]) => count >= LEAST_PAGES).map(([name]) => name);
  names.sort();
  const paged = new Map(names.map((name) => [name, new Uint8Array(hours)]));
  for (const { name, hour } of pages) paged.get(name)?.fill(1, hour, hour + 1);
  return { start, hours, split, pages, names, paged };
}

/** By horizon and name. */
interface Odds {
  readonly ours: readonly Map<string, Float64Array>[];
  readonly rate: readonly Map<string, Float64Array>[];
  /** 0 before the first fit. */
  readonly trees: readonly Map<string, Float64Array>[];
  /** Trees of each fit, by horizon. */
  readonly counts: readonly (readonly number[])[];
}

/** Odds at the end of every hour. `shuffle`: what is learnt before the split has its days in another order. */
function forecast(stream: Stream, shuffle = 0): Odds {
  const { start, hours, names, split } = stream;
  const horizons = HOURS.map((hour) => hour * HOUR);
  const model = createRecurrenceModel({ tickMs: HOUR, horizons });
  const reference = createRateSoFar(model);
  const empty = () => HOURS.map(() => new Map(names.map((name) => [name, new Float64Array(hours)])));
  const trees = createStreamTrees(horizons);
  const odds = { ours: empty(), rate: empty(), trees: empty(), counts: trees.map((one) => one.trees) };
  const learnt = HOURS.map((hour) =>
    names.map((name, i) => {
      const outcomes = outcomesOf(stream, name, hour);
      if (shuffle > 0) outcomes.set(permuteDays(outcomes.subarray(0, split - hour), PER_DAY, shuffle + i));
      return [name, outcomes] as const;
    }),
  ).map((entries) => new Map(entries));
  const byHour = Map.groupBy(stream.pages, ({ hour }) => hour);
  const open = new Set<string>();
  for (let hour = 0; hour < hours; hour += 1) {
    const pages = byHour.get(hour) ?? [];
    for (const { name, isOpen } of pages) isOpen ? open.add(name) : open.delete(name);
    const now = start + (hour + 1) * HOUR;
    const observed = new Map<string, Observation>();
    for (const name of names) {
      observed.set(name, { event: stream.paged.get(name)![hour] === 1, atRisk: true, isOpen: open.has(name) });
    }
    const matured = observeTick(model, now, observed);
    const rows = matured.map((row) => ({
      ...row,
      came: learnt[row.bin]!.get(row.stream)![(row.time - start) / HOUR - 1] === 1,
    }));
    learnRows(model, shuffle > 0 ? rows : matured, now);
    learnRateSoFar(reference, model, matured);
    learnStreamTrees(trees, shuffle > 0 ? rows : matured, now, start + (split + 1) * HOUR);
    for (const name of names) {
      for (const [bin, probability] of forecastRecurrence(model, name, now).entries()) {
        odds.ours[bin]!.get(name)![hour] = probability;
        const { features } = model.byHorizon[bin]!.rows.at(-1)!;
        odds.trees[bin]!.get(name)![hour] = askStreamTrees(trees[bin]!, features) ?? 0;
      }
      for (const [bin, probability] of rateSoFar(reference, model, name).entries()) {
        odds.rate[bin]!.get(name)![hour] = probability;
      }
    }
  }
  return odds;
}

/** 1 where the name pages in one of the `ahead` hours after an hour; what lies beyond the end counts as nothing. */
function outcomesOf({ paged, hours }: Stream, name: string, ahead: number): Uint8Array {
  const own = paged.get(name)!;
  const outcomes = new Uint8Array(hours);
  for (let hour = 0; hour < hours; hour += 1) {
    if (own[hour] === 1) outcomes.fill(1, Math.max(0, hour - ahead), hour);
  }
  return outcomes;
}

const FLOOR = 'recency and rate, logistic regression';
/** By horizon: skill, ranking and precision of the floor, and what this engine may not fall below. */
const BARS = [
  { skill: 0.054, skillGate: 0.057, ranking: 0.784, precision: 0.082, error: 0.017, errorGate: 0.012 },
  { skill: 0.096, skillGate: 0.081, ranking: 0.815, precision: 0.287, error: 0.051, errorGate: 0.02 },
] as const;

function taskOf(stream: Stream, odds: Odds, ahead: number, bin: number, name: string): ForecastTask {
  const { start, hours, split, names, paged } = stream;
  const bars = BARS[bin]!;
  const part = (entity: string, from: number, to: number): WarnedEntity => {
    const times = Float64Array.from({ length: hours }, (_, hour) => start + (hour + 1) * HOUR);
    const outcomes = outcomesOf(stream, entity, ahead);
    const forecasts: EntityForecasts = {
      entity,
      times: times.subarray(from, to),
      probabilities: odds.ours[bin]!.get(entity)!.subarray(from, to),
      outcomes: outcomes.subarray(from, to),
      online: odds.rate[bin]!.get(entity)!.subarray(from, to),
    };
    const starts = [...paged.get(entity)!.entries()].flatMap(([hour, did]) =>
      did === 1 && hour > from && hour < to + ahead ? [start + (hour + 1) * HOUR] : [],
    );
    return { forecasts, starts };
  };
  return {
    set: SET,
    name,
    horizon: ahead * HOUR,
    train: names.map((entity) => part(entity, 0, split - ahead)),
    // The last hour may have been cut off.
    test: names.map((entity) => part(entity, split, hours - ahead - 1)),
    perDay: PER_DAY,
    apart: false,
    budgetMs: WEEK_MS,
    bars: {
      skill: { toBeat: bars.skill, by: FLOOR, gate: bars.skillGate },
      overOnline: { toBeat: 0, by: 'the rate so far', gate: 0 },
      ranking: { toBeat: bars.ranking, by: "the name's rate", gate: 0.5 },
      precision: { toBeat: bars.precision, by: 'the better of both', gate: 0 },
      calibration: { toBeat: bars.error, by: FLOOR, gate: bars.errorGate },
      recall: { toBeat: 0, by: 'nothing', gate: 0 },
    },
  };
}
