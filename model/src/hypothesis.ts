import type { CauseMark } from './cause-mark.ts';
import type { ChangeId } from './change.ts';
import type { EntityId } from './entity.ts';
import type { Evidence, EvidenceId } from './evidence.ts';

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
  /** What a person said of it. Analysis never sets it. */
  readonly mark?: Pick<CauseMark, 'says' | 'by' | 'at'>;
}

/** Terms that people gave, not evidence. */
export const feedbackTerms = ['ruled_out_by_person', 'look_here', 'look_here_dependency', 'confirmed_causes'] as const;

/** The score without what people gave. */
export function evidenceScore({ score, terms }: Pick<Hypothesis, 'score' | 'terms'>): number {
  return feedbackTerms.reduce((rest, term) => rest - (terms[term] ?? 0), score);
}

/** Under this score of its evidence no cause is named. */
export const NAMED_FROM = 0.75;

/** `margin`: by how many points of evidence it leads. `own`: the evidence about its entity. `hard`: a fact of the cluster. */
export function causeConfidence(
  margin: number,
  own: readonly Pick<Evidence, 'kind'>[],
  hard: boolean,
): Hypothesis['confidence'] {
  const kinds = new Set(own.map((evidence) => evidence.kind)).size;
  if (margin >= 1 && (kinds >= 2 || hard)) return 'high';
  return margin >= 0.4 ? 'medium' : 'low';
}
