import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { addMatured } from './calibrate.ts';
import { ALL_HORIZONS, HORIZONS } from './horizons.ts';
import { logit } from './odds-math.ts';
import { pairKey } from './pair-key.ts';
import type { FailureRecord } from './stated-odds.ts';

/** A forecast that was written to the ledger and whose horizon is not over. Plain data. */
export interface PendingForecast {
  /** Sequence of its row. */
  readonly row: number;
  readonly prediction: PredictionId | '';
  readonly entity: EntityId;
  readonly failure: Failure;
  /** Index of the horizon; behind the last one for a date, which teaches no odds. */
  readonly bin: number;
  readonly issuedAt: Timestamp;
  readonly end: Timestamp;
  readonly stacked: number;
  readonly calibrated: number;
  readonly weight: number;
}

/** Share of the horizon without telemetry above which nobody can say what happened. */
const UNDECIDABLE_FROM = 0.2;

/** By the end of their horizon. Plain data. */
export type PendingForecasts = Map<Timestamp, PendingForecast[]>;

export function addPending(pending: PendingForecasts, forecast: PendingForecast): void {
  const due = pending.get(forecast.end);
  if (due) due.push(forecast);
  else pending.set(forecast.end, [forecast]);
}

export interface MaturingFacts {
  readonly now: Timestamp;
  /** Onsets of this minute by entity and failure. */
  readonly onsets: ReadonlyMap<string, { readonly onset: Timestamp }>;
  /** When a resource last reported; absent for what does not report. */
  readonly lastSeen: ReadonlyMap<string, Timestamp>;
  /** When someone last acted after a shown call. */
  readonly actedAt: ReadonlyMap<string, Timestamp>;
  /** When a fault was last made on purpose: nobody can say what would have come without it. */
  readonly drilledAt?: Timestamp | undefined;
  readonly recordOf: (failure: Failure) => FailureRecord;
  /** By the word of people, before the failure began: it teaches nothing. */
  readonly wasActedUpon: (forecast: PendingForecast, onset: Timestamp | undefined) => boolean;
}

/**
 * Resolves forecasts by onset or at the end of their horizon, and takes them out; hits and misses teach the
 * calibrator of their failure and horizon. Rows within one horizon share one outcome, so they share one weight.
 */
export function matureForecasts(pending: PendingForecasts, facts: MaturingFacts): LedgerEntry[] {
  const { now, onsets } = facts;
  const outcomes: LedgerEntry[] = [];
  for (const [end, forecasts] of pending) {
    if (end > now && onsets.size === 0) continue;
    const rest: PendingForecast[] = [];
    for (const forecast of forecasts) {
      const key = pairKey(forecast.entity, forecast.failure);
      const onset = onsets.get(key)?.onset;
      if (end > now && onset === undefined) rest.push(forecast);
      else outcomes.push(resolve(forecast, key, onset, facts));
    }
    if (rest.length === 0) pending.delete(end);
    else if (rest.length < forecasts.length) pending.set(end, rest);
  }
  return outcomes;
}

/** Takes out what a call has pending, because somebody did what it asked for. */
export function resolveActed(pending: PendingForecasts, call: PredictionId, now: Timestamp): LedgerEntry[] {
  const outcomes: LedgerEntry[] = [];
  for (const [end, forecasts] of pending) {
    const rest = forecasts.filter(({ prediction }) => prediction !== call);
    if (rest.length === forecasts.length) continue;
    for (const { prediction, row, entity, failure } of forecasts)
      if (prediction === call)
        outcomes.push({ type: 'outcome', of: row, prediction, entity, failure, outcome: 'acted', resolvedAt: now });
    if (rest.length === 0) pending.delete(end);
    else pending.set(end, rest);
  }
  return outcomes;
}

function resolve(
  forecast: PendingForecast,
  key: string,
  onset: Timestamp | undefined,
  { now, lastSeen, actedAt, drilledAt = 0, recordOf, wasActedUpon }: MaturingFacts,
): LedgerEntry {
  const { entity, failure, issuedAt, end, row, prediction } = forecast;
  const silentFor = now - (lastSeen.get(key) ?? now) - MINUTE;
  const silent = silentFor > UNDECIDABLE_FROM * (end - issuedAt);
  const acted = Math.max(actedAt.get(key) ?? 0, drilledAt) > issuedAt;
  const outcome = silent ? 'undecidable' : acted ? 'acted' : onset !== undefined ? 'hit' : 'miss';
  if (forecast.bin < ALL_HORIZONS.length && (outcome === 'hit' || outcome === 'miss') && !wasActedUpon(forecast, onset))
    learn(recordOf(failure), forecast, outcome === 'hit' ? 1 : 0, now);
  const came = onset === undefined ? {} : { onsetAt: onset, lead: onset - issuedAt };
  return { type: 'outcome', of: row, prediction, entity, failure, outcome, ...came, resolvedAt: now };
}

function learn(record: FailureRecord, forecast: PendingForecast, y: 0 | 1, now: Timestamp): void {
  const { bin, stacked, calibrated, weight: sampled, issuedAt, end } = forecast;
  const weight = (sampled * MINUTE) / (end - issuedAt);
  if (bin < HORIZONS.length) addMatured(record.calibrators[bin]!, { time: now, z: logit(stacked), y, weight });
  record.skill.weight += weight;
  record.skill.events += weight * y;
  record.skill.squared += weight * (calibrated - y) ** 2;
}
