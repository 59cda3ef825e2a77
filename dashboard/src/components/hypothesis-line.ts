import type { CauseMarking } from '@foreshock/model/cause-mark.ts';
import type { CauseType } from '@foreshock/model/hypothesis.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** A candidate cause as it is listed. */
export interface HypothesisLine {
  readonly id: string;
  readonly entity: string;
  readonly cause: CauseType;
  readonly state: 'candidate' | 'leading' | 'ruled_out' | 'confirmed' | 'rejected';
  readonly reason: string | undefined;
  readonly sentence: string;
  readonly score: number;
  /** Their sum is the score. */
  readonly terms: readonly { readonly name: string; readonly value: number }[];
  readonly confidence: 'low' | 'medium' | 'high';
  /** Names from the cause to the symptom. */
  readonly path: readonly string[];
  readonly change: { readonly time: Timestamp; readonly text: string } | undefined;
  /** Places of facts on the page. */
  readonly for: readonly number[];
  readonly against: readonly number[];
  /** What a person said of it. */
  readonly mark: { readonly says: CauseMarking; readonly by: string; readonly at: Timestamp } | undefined;
}

export function isOut(line: Pick<HypothesisLine, 'state'>): boolean {
  return line.state === 'ruled_out' || line.state === 'rejected';
}
