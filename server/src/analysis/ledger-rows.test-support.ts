/** Ledgers for tests: a line a call, `0.7 hit 40`, `0.55 miss`; probabilities that it said, one a minute. */
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { LedgerEntry, LedgerRow } from '@foreshock/model/ledger.ts';
import type { PredictionId, PredictionOutcome } from '@foreshock/model/prediction.ts';
import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { ToldSaying } from '@foreshock/model/told-outcome.ts';

export const START = 20_000 * DAY;

export interface TestCall {
  readonly said: readonly number[];
  readonly outcome: PredictionOutcome;
  /** Minutes from the first forecast to the onset. */
  readonly lead?: number;
  readonly failure?: Failure;
  readonly entity?: string;
  readonly weight?: number;
  readonly shown?: boolean;
  readonly warned?: boolean;
  readonly horizon?: number;
  /** What people said of it, in order: who, what, minutes after the first forecast. */
  readonly told?: readonly (readonly [string, ToldSaying, number])[];
}

/** Calls an hour apart, then failures that nobody called, a minute apart. */
export function testLedger(calls: readonly TestCall[], unpredicted = 0): LedgerRow[] {
  const entries: LedgerEntry[] = [];
  for (const [index, call] of calls.entries()) {
    const { failure = 'pool_exhausted', entity = `ent_${index}`, horizon = HOUR, lead, outcome } = call;
    const prediction = (call.shown === false ? '' : `prd_${index}`) as PredictionId | '';
    const onset = lead === undefined ? {} : { onsetAt: START + index * HOUR + lead * MINUTE };
    const about = { prediction, entity: entity as EntityId, failure };
    for (const [minute, shown] of call.said.entries()) {
      const issuedAt = START + index * HOUR + minute * MINUTE;
      entries.push({
        type: 'forecast',
        ...about,
        issuedAt,
        dataAsOf: issuedAt,
        revision: minute + 1,
        horizon,
        tiers: {},
        calibrated: shown,
        cap: 1,
        shown,
        display: 'percent',
        threshold: 0.5,
        delivery: call.warned === false ? 'shadow' : 'warned',
        weight: call.weight ?? 1,
        model: 'test',
        features: 'test',
        evidence: [],
        completeness: 1,
        mayCall: true,
      });
      if (outcome === 'pending') continue;
      const resolvedAt = onset.onsetAt ?? issuedAt + horizon;
      const leadTime = lead === undefined ? {} : { lead: (lead - minute) * MINUTE };
      entries.push({ type: 'outcome', of: entries.length, ...about, outcome, ...onset, ...leadTime, resolvedAt });
    }
  }
  for (const [index, { told = [], failure = 'pool_exhausted', entity = `ent_${index}` }] of calls.entries()) {
    for (const [person, says, minute] of told) {
      const about = { prediction: `prd_${index}` as PredictionId, entity: entity as EntityId, failure };
      entries.push({ type: 'told', ...about, person, says, toldAt: START + index * HOUR + minute * MINUTE });
    }
  }
  for (let index = 0; index < unpredicted; index += 1) {
    const onsetAt = START + index * MINUTE;
    entries.push({ type: 'unpredicted', entity: `alone_${index}` as EntityId, failure: 'pool_exhausted', onsetAt });
  }
  return entries.map((entry, index) => ({ sequence: index + 1, time: START, entry, previousHash: '', hash: '' }));
}
