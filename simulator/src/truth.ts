import type { Failure } from '@foreshock/model/failure.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

export const faultFamilies = [
  'memory-leak',
  'disk-fill',
  'pool-exhaustion',
  'retry-storm',
  'certificate-expiry',
  'noisy-neighbor',
  'bad-deploy',
] as const;
export const decoyFamilies = [
  'nightly-batch',
  'healthy-deploy',
  'traffic-peak',
  'gc-sawtooth',
  'drain',
  'autoscaling',
  'plain',
] as const;
/** For drills; no engine is measured on them. */
export const drillFamilies = ['name-resolution'] as const;
export type FaultFamily =
  | (typeof faultFamilies)[number]
  | (typeof decoyFamilies)[number]
  | (typeof drillFamilies)[number];

/** `usual` draws from the distributions that engines are developed on, `changed` from others. */
export type Mechanism = 'usual' | 'changed';

/** A failure as the label rules see it in the physics. Entities are named `namespace/workload`, volumes `namespace/claim`. */
export interface ObservedFailure {
  readonly failure: Failure;
  readonly entity: string;
  /** Pool or topic, empty when the entity says all. */
  readonly instance: string;
  readonly onset: Timestamp;
  /** The last time the condition held; absent while it holds or held within ten minutes. */
  readonly end?: Timestamp;
}

/** What a fault or decoy did; what an engine says is held against this. */
export interface FaultTruth {
  readonly faultId: string;
  readonly family: FaultFamily;
  readonly mechanism: Mechanism;
  /** What exactly was drawn: `leaked-connections`, `slow-queries`. */
  readonly variant: string;
  readonly decoy: boolean;
  /** The failure that the fault leads to; absent for decoys. */
  readonly failure?: Failure;
  /** Whom it befalls; of several possible victims the first that it befell. */
  readonly entity?: string;
  readonly instance?: string;
  readonly rootCause?: string;
  /** When the fault began to act. */
  readonly precursorStart: Timestamp;
  /** When the label rule of `failure` first held; absent while it has not, or never will. */
  readonly onset?: Timestamp;
  /** First step after the start in which more than 1 % of some service's requests failed. */
  readonly firstFailedRequest?: Timestamp;
  /** When its cause was repaired. */
  readonly repairedAt?: Timestamp;
  /** When the failure was over and its cause repaired, or when the fault was given up without a failure. */
  readonly end?: Timestamp;
}

/** All that is known so far. */
export interface Truth {
  readonly faults: readonly FaultTruth[];
  readonly failures: readonly ObservedFailure[];
}

export function isDecoy(family: FaultFamily): boolean {
  return (decoyFamilies as readonly string[]).includes(family);
}

/** `undefined` for a name that no family has. */
export function parseFamily(text: string): FaultFamily | undefined {
  return [...faultFamilies, ...decoyFamilies, ...drillFamilies].find((family) => family === text);
}
