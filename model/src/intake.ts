import type { EntityId } from './entity.ts';
import type { Signal } from './telemetry.ts';
import type { Timestamp } from './time.ts';

/**
 * received      records that came in, whatever became of them
 * refused       invalid ones: the sender was told; `reason` is the code
 * dropped, sampled, deduplicated, rolled-up   not stored because of a rule; `reason` is its id
 * trimmed       stored without some attributes because of a rule: `bytes` are those of the attributes
 * joined        became part of the record before
 * overflow      points of series over the limit, kept as one series
 * late          stored, though analysis had closed their minute when they came: they can be searched, and are not judged
 * clock-ahead   stored with the time of their receipt, because the sender's clock was ahead
 */
export const intakeKinds = [
  'received',
  'refused',
  'dropped',
  'sampled',
  'deduplicated',
  'rolled-up',
  'trimmed',
  'joined',
  'overflow',
  'late',
  'clock-ahead',
] as const;
export type IntakeKind = (typeof intakeKinds)[number];

/** What came in during one minute of receipt, from one sender. Partial sums, as rollups are. */
export interface IntakeCount {
  readonly minute: Timestamp;
  readonly signal: Signal;
  readonly entity: EntityId | '';
  readonly kind: IntakeKind;
  /** Id of a rule or code of an error; empty where the kind says it all. */
  readonly reason: string;
  readonly records: number;
  /** Of the decompressed request, shared out over its records by the length of their texts. */
  readonly bytes: number;
}
