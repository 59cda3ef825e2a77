import type { CalibrationQuestion } from '@foreshock/model/calibration.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { LedgerEntry, LedgerRow } from '@foreshock/model/ledger.ts';
import type { PredictionOutcome } from '@foreshock/model/prediction.ts';
import { isWithin, type Timestamp } from '@foreshock/model/time.ts';
import { outcomeAsTold, type Saying, standingSayings } from '@foreshock/model/told-outcome.ts';

type Forecast = Extract<LedgerEntry, { type: 'forecast' }>;

/** A forecast of the ledger with what became of it. */
export interface ResolvedForecast extends Forecast {
  /** Its sequence. */
  readonly row: number;
  readonly outcome: PredictionOutcome;
  /** When the failure began, for hits and for what was acted upon in vain. */
  readonly onsetAt?: Timestamp;
  /** When the outcome was known; absent while it is pending. */
  readonly resolvedAt?: Timestamp;
}

export interface ReadLedger {
  /** Those that the question is about, by sequence. */
  readonly forecasts: readonly ResolvedForecast[];
  /** Failures that began, as `onsetKey`; of every horizon. */
  readonly onsets: ReadonlySet<string>;
  /** Failures that began although somebody had acted. */
  readonly actedOnsets: ReadonlySet<string>;
}

/** Joins forecasts with their newest outcome and with what people said, and finds the failures; `rows` by sequence. */
export function readLedger(rows: readonly LedgerRow[], question: CalibrationQuestion): ReadLedger {
  const { range, failure, entity, horizon } = question;
  const outcomes = new Map<number, Extract<LedgerEntry, { type: 'outcome' }>>();
  for (const { entry } of rows) if (entry.type === 'outcome') outcomes.set(entry.of, entry);
  const told = readSayings(rows);
  const asTold = (entry: Pick<ResolvedForecast, 'prediction' | 'outcome' | 'onsetAt'>): PredictionOutcome =>
    outcomeAsTold(entry.outcome, entry.onsetAt, told.get(entry.prediction) ?? []);
  const isAsked = (entry: LedgerEntry): boolean =>
    (failure === undefined || entry.failure === failure) && (entity === undefined || entry.entity === entity);

  const forecasts: ResolvedForecast[] = [];
  const onsets = new Set<string>();
  const acted = new Set<string>();
  const toldActed = new Set<string>();
  for (const { sequence, entry } of rows) {
    if (!isAsked(entry)) continue;
    if (entry.type === 'told') continue;
    if (entry.type === 'unpredicted') {
      if (isWithin(entry.onsetAt, range)) onsets.add(onsetKey(entry));
      continue;
    }
    if (entry.type === 'outcome') {
      if (entry.onsetAt === undefined || !isWithin(entry.onsetAt, range)) continue;
      const counts = asTold(entry);
      if (entry.outcome === 'hit') onsets.add(onsetKey(entry));
      if (counts === 'acted') acted.add(onsetKey(entry));
      if (counts === 'acted' && entry.outcome !== 'acted') toldActed.add(onsetKey(entry));
      continue;
    }
    if (!isWithin(entry.issuedAt, range) || (horizon !== undefined && entry.horizon !== horizon)) continue;
    const { outcome = 'pending', onsetAt, resolvedAt } = outcomes.get(sequence) ?? {};
    forecasts.push({
      ...entry,
      row: sequence,
      outcome: asTold({ prediction: entry.prediction, outcome, ...(onsetAt !== undefined && { onsetAt }) }),
      ...(onsetAt !== undefined && { onsetAt }),
      ...(resolvedAt !== undefined && { resolvedAt }),
    });
  }
  for (const key of toldActed) onsets.delete(key);
  return { forecasts, onsets, actedOnsets: new Set([...acted].filter((key) => !onsets.has(key))) };
}

/** What stands of each prediction that people spoke of. */
function readSayings(rows: readonly LedgerRow[]): ReadonlyMap<string, readonly Saying[]> {
  const sayings = new Map<string, Saying[]>();
  for (const { entry } of rows) {
    if (entry.type !== 'told') continue;
    const before = sayings.get(entry.prediction);
    if (before) before.push(entry);
    else sayings.set(entry.prediction, [entry]);
  }
  return new Map([...sayings].map(([id, all]) => [id, standingSayings(all)]));
}

/** One failure of one entity, however many forecasts were about it. */
export function onsetKey({
  entity,
  failure,
  onsetAt,
}: Pick<ResolvedForecast, 'entity' | 'failure' | 'onsetAt'>): string {
  return `${entity} ${failure} ${onsetAt}`;
}

/** The failure that a key of `onsetKey` stands for. */
export function onsetOfKey(key: string): { entity: EntityId; failure: Failure; onsetAt: Timestamp } {
  const [entity, failure, onsetAt] = key.split(' ');
  // The key was made of these three by the function above.
  return { entity: entity as EntityId, failure: failure as Failure, onsetAt: Number(onsetAt) };
}
