import type { ChangeId } from './change.ts';
import type { EntityId } from './entity.ts';
import type { EvidenceId } from './evidence.ts';

export const causeTypes = ['resource', 'crash', 'change', 'network', 'dependency', 'load', 'data', 'unknown'] as const;
export type CauseType = (typeof causeTypes)[number];

/** A candidate cause. The sum of `terms` is `score`: the terms are the explanation. */
export interface Hypothesis {
  readonly id: string;
  readonly entity: EntityId;
  readonly cause: CauseType;
  readonly change?: ChangeId;
  readonly state: 'candidate' | 'leading' | 'ruled_out' | 'confirmed' | 'rejected';
  /** Of a ruled out one: why, for people. */
  readonly reason?: string;
  /** What it rests on, in plain words, without a full stop. */
  readonly sentence: string;
  readonly score: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly confidence: 'low' | 'medium' | 'high';
  /** From the cause to the symptom, both included. */
  readonly path: readonly EntityId[];
  readonly for: readonly EvidenceId[];
  readonly against: readonly EvidenceId[];
}
