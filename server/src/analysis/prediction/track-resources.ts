import type { EntityId } from '@foreshock/model/entity.ts';
import type { Exhaustion } from '@foreshock/model/exhaustion.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { BoundedSample } from '../bounded-resource.ts';
import { createAnalogs } from './analogs.ts';
import {
  type ExhaustionForecast,
  forecastExhaustion,
  isWorthAsking,
  stateOf,
} from './failure-predictors/exhaustion.ts';
import { forecastSlowFill } from './failure-predictors/slow-fill.ts';
import { HORIZON_MINUTES } from './horizons.ts';
import type { FailureOnset } from './label-failures.ts';
import type { ResourceClass } from './resource-class.ts';
import { createHistory, markFull, observe, type ResourceHistory, valueAt } from './resource-history.ts';
import {
  addPoint,
  createRunUpTable,
  followPoints,
  type RunUpState,
  type RunUpTable,
  refreshSpread,
} from './run-up-table.ts';
import { leadingTrend, trendProbability } from './trend.ts';

/**
 * Every bounded resource of a minute: its history is told the new value, its run-up table learns what came of earlier
 * minutes, and a forecast is made where one is worth asking for.
 */

/** A resource unseen for a day is gone; what its workload learnt from it stays in the table. */
const GONE_AFTER = 1_440;
/**
 * Asking costs most of a minute. It is done each minute where the answer may change what is told, every other one
 * where it is low or something begins to rise, and every fifth where it is lower still and nothing does.
 */
const LIKELY = 0.25;
const QUIET = 0.05;
const QUIET_EVERY = 5;
const NEW_RISE = 0.02;
/** Minutes within which a line must matter to be shown as a pace. */
const LEADING_OVER = 240;

/** Plain data, so that it can be kept. */
export interface ResourceState {
  readonly histories: Map<string, ResourceHistory>;
  /** By entity and measure: workloads learn, their pods come and go. */
  readonly tables: Map<string, RunUpTable>;
}

export function createResourceState(): ResourceState {
  return { histories: new Map(), tables: new Map() };
}

/** The worst forecast of one entity and failure; siblings fail together, so their odds are not multiplied. */
export interface Candidate {
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly onsetLevel: number;
  readonly history: ResourceHistory;
  readonly table: RunUpTable;
  /** Per horizon, the two long ones last. */
  readonly raw: readonly number[];
  readonly cold: boolean;
}

export interface TrackedMinute {
  readonly exhaustion: readonly Exhaustion[];
  /** By entity and failure, only those that may yet fail. */
  readonly candidates: ReadonlyMap<string, Candidate>;
  /** Every entity and failure of which a resource reported. */
  readonly reported: ReadonlyMap<string, Pair>;
}

export interface Pair {
  readonly entity: EntityId;
  readonly failure: Failure;
}

/** Buffers for one question at a time. */
const analogs = createAnalogs();

export function trackResources(
  state: ResourceState,
  bounded: readonly BoundedSample[],
  onsets: readonly FailureOnset[],
  now: Timestamp,
  minute: number,
): TrackedMinute {
  const exhaustion: Exhaustion[] = [];
  const candidates = new Map<string, Candidate>();
  const reported = new Map<string, Pair>();
  const killed = new Set(onsets.filter((onset) => onset.failure === 'out_of_memory').map((onset) => onset.entity));
  if (minute % 60 === 0) forgetGone(state, minute);
  for (const sample of bounded) {
    if (!(sample.limit > 0) || !Number.isFinite(sample.value)) continue;
    const history = remember(state, sample, minute);
    const table = state.tables.get(history.tableKey)!;
    const { resource } = history;
    if (history.last >= minute) continue;
    if (resource) reported.set(history.pair, { entity: sample.entity, failure: resource.failure });
    observe(history, sample, minute);
    const wasKilled = resource?.failure === 'out_of_memory' && killed.has(sample.entity);
    if (wasKilled) markFull(history, minute);
    followPoints(table, history.owner, minute, wasKilled ? 1 : sample.value / sample.limit);
    const present = stateOf(history);
    if (present && addPoint(table, history.owner, minute, present)) history.points += 1;
    refreshSpread(table, minute);
    const onsetLevel = resource?.onsetLevel ?? 1;
    if ((minute + history.owner) % 60 === 0) history.slow = forecastSlowFill(history, onsetLevel);
    const raw = present ? askForecast(history, table, present, onsetLevel, minute) : undefined;
    exhaustion.push(describeExhaustion(history, onsetLevel, raw, now));
    if (!raw || !resource || sample.value >= onsetLevel * sample.limit) continue;
    consider(candidates, sample, resource, history, table, raw);
  }
  return { exhaustion, candidates, reported };
}

/** The forecast of a candidate once more, with the analogs and lines behind it. */
export function explainCandidate({ history, table, onsetLevel }: Candidate): ExhaustionForecast | undefined {
  const present = stateOf(history);
  return present && forecastExhaustion(history, table, present, onsetLevel, analogs);
}

function remember(state: ResourceState, sample: BoundedSample, minute: number): ResourceHistory {
  const known = state.histories.get(sample.series);
  if (known) return known;
  const history = createHistory(sample, minute);
  history.peaks.push(...peaksOfSiblings(state, history.tableKey));
  state.histories.set(sample.series, history);
  const table = state.tables.get(history.tableKey);
  if (table) table.siblings += 1;
  else state.tables.set(history.tableKey, createRunUpTable());
  return history;
}

/** A new pod collects its garbage where the others do: the rises of the sibling that has seen most are its own. */
function peaksOfSiblings(state: ResourceState, tableKey: string): readonly number[] {
  let most: readonly number[] = [];
  for (const { tableKey: key, peaks } of state.histories.values())
    if (key === tableKey && peaks.length > most.length) most = peaks;
  return most;
}

function forgetGone(state: ResourceState, minute: number): void {
  for (const table of state.tables.values()) table.siblings = 0;
  for (const [series, history] of state.histories) {
    if (minute - history.last > GONE_AFTER) state.histories.delete(series);
    else state.tables.get(history.tableKey)!.siblings += 1;
  }
  for (const [key, table] of state.tables) {
    const last = table.count > 0 ? table.minute[(table.next - 1 + table.minute.length) % table.minute.length]! : 0;
    const learntNothingLately = minute - last > 7 * GONE_AFTER;
    if (table.siblings === 0 && learntNothingLately) state.tables.delete(key);
    else if (table.siblings === 0) table.siblings = 1;
  }
}

function askForecast(
  history: ResourceHistory,
  table: RunUpTable,
  present: RunUpState,
  onsetLevel: number,
  minute: number,
): readonly number[] | undefined {
  const long = [history.slow.within24h, history.slow.within72h];
  const slow = history.slow.within72h > QUIET;
  if (present.level >= onsetLevel || (!isWorthAsking(history, present) && !slow)) {
    history.asked = [];
    history.leading = undefined;
    return undefined;
  }
  const before = history.asked.at(-1) ?? 1;
  const rising = present.change15 >= NEW_RISE;
  const every = before >= LIKELY || (rising && before >= QUIET) ? 1 : rising || before >= QUIET ? 2 : QUIET_EVERY;
  if ((minute + history.owner) % every === 0 || history.asked.length === 0) {
    const forecast = forecastExhaustion(history, table, present, onsetLevel, analogs);
    history.asked = [...forecast.probabilities];
    history.cold = forecast.cold;
    history.leading = leadingTrend(forecast.trends, onsetLevel, LEADING_OVER);
  }
  const last = history.asked.at(-1)!;
  return [...history.asked, Math.max(last, long[0]!), Math.max(last, long[0]!, long[1]!)];
}

function consider(
  candidates: Map<string, Candidate>,
  sample: BoundedSample,
  resource: ResourceClass,
  history: ResourceHistory,
  table: RunUpTable,
  raw: readonly number[],
): void {
  const { entity } = sample;
  const { failure, onsetLevel } = resource;
  const worst = candidates.get(history.pair);
  const odds = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  if (worst && odds(worst.raw) >= odds(raw)) return;
  candidates.set(history.pair, { entity, failure, onsetLevel, history, table, raw, cold: history.cold });
}

function describeExhaustion(
  history: ResourceHistory,
  onsetLevel: number,
  raw: readonly number[] | undefined,
  now: Timestamp,
): Exhaustion {
  const share = valueAt(history, history.last);
  const fullIn = timeLeft(history, onsetLevel, share);
  return {
    series: history.series,
    entity: history.entity,
    measure: history.measure,
    unit: history.unit,
    instance: history.instance,
    current: share * history.limit,
    limit: history.limit,
    ...(fullIn === undefined ? {} : { fullIn }),
    ...(raw ? { probability: raw[HORIZON_MINUTES.length - 1]! } : {}),
    updatedAt: now,
  };
}

/** Time to the limit at the present pace: of the last hours, else of the last days. */
function timeLeft(history: ResourceHistory, onsetLevel: number, share: number): number | undefined {
  if (share >= onsetLevel) return 0;
  const { leading } = history;
  const tells = leading && trendProbability([leading], onsetLevel, LEADING_OVER) >= QUIET;
  if (tells) return Math.round(((onsetLevel - share) / leading.slope) * MINUTE);
  const { hoursLeft } = history.slow;
  return hoursLeft === undefined ? undefined : Math.round(hoursLeft * HOUR);
}
