import type { EntityId } from './entity.ts';
import type { Failure } from './failure.ts';
import type { PredictionId, PredictionOutcome } from './prediction.ts';
import type { DurationMs, Timestamp } from './time.ts';
import type { ToldOutcome } from './told-outcome.ts';

/** Tiers that are written down and decide nothing. */
export const shadowTiers: readonly string[] = ['hazard', 'trees', 'stack'];

/** What a ledger row says, before it is chained. Append-only; corrections are new rows. */
export type LedgerEntry =
  | {
      readonly type: 'forecast';
      readonly issuedAt: Timestamp;
      readonly dataAsOf: Timestamp;
      readonly prediction: PredictionId | '';
      readonly revision: number;
      readonly entity: EntityId;
      readonly failure: Failure;
      readonly horizon: DurationMs;
      /** By tier; absent tiers are left out. */
      readonly tiers: Readonly<Record<string, number>>;
      readonly calibrated: number;
      readonly cap: number;
      readonly shown: number;
      readonly display: 'percent' | 'band' | 'none' | 'date';
      readonly threshold: number;
      readonly delivery: 'none' | 'shadow' | 'warned';
      /** 1 / sampling rate; 1 for all that was shown. */
      readonly weight: number;
      readonly model: string;
      readonly features: string;
      readonly evidence: readonly string[];
      readonly completeness: number;
      /**
       * Whether a call could be made of it from a threshold on: time to act, a fact that chance hardly explains, and no
       * longer horizon that says much more. Absent in rows of older versions.
       */
      readonly mayCall?: boolean;
    }
  | {
      readonly type: 'outcome';
      /** Sequence of the forecast row it resolves. */
      readonly of: number;
      readonly prediction: PredictionId | '';
      readonly entity: EntityId;
      readonly failure: Failure;
      readonly outcome: Exclude<PredictionOutcome, 'pending'>;
      readonly onsetAt?: Timestamp;
      readonly lead?: DurationMs;
      readonly resolvedAt: Timestamp;
    }
  | {
      /** A failure that nothing had predicted. */
      readonly type: 'unpredicted';
      readonly entity: EntityId;
      readonly failure: Failure;
      readonly onsetAt: Timestamp;
    }
  /** What a person said became of a prediction; the last row of each person counts. */
  | ({ readonly type: 'told' } & ToldOutcome);

/** hash = sha256(previous hash + canonical JSON of sequence, time and entry), hex. */
export interface LedgerRow {
  readonly sequence: number;
  readonly time: Timestamp;
  readonly entry: LedgerEntry;
  readonly previousHash: string;
  readonly hash: string;
}
