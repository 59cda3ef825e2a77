import type { EvidenceId } from './evidence.ts';

export interface Claim {
  readonly id: string;
  readonly text: string;
  readonly verdict: 'verified' | 'contradicted' | 'not_checkable';
  readonly evidence: readonly (EvidenceId | string)[];
}

export interface Narrative {
  /** `template` when code alone wrote it. */
  readonly by: string;
  readonly claims: readonly Claim[];
}
