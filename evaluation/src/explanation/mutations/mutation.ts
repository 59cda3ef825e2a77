import type { Answer, AnswerClaim } from '@foreshock/server/explanation/answer/answer.ts';
import type { EvidencePack } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import type { Draw } from '../draw.ts';

export type MutationId = `M${number}` | `B${number}`;

/** What of an answer was made false. A claim by its place in `summary`, the reasons of an action by its place in the list. */
export type MutantPart = { readonly claims: readonly number[] } | { readonly action: number } | 'rootCause' | 'parts';

export interface Mutant {
  readonly answer: Answer;
  readonly part: MutantPart;
}

/** One way to make a sound answer false; of the benign ones (B) to say the same otherwise. */
export interface Mutation {
  readonly id: MutationId;
  readonly says: string;
  /** Checks that may catch it; benign ones must pass all. */
  readonly by: readonly string[];
  /** Of answers whose figures the model wrote itself; without it code fills them in. */
  readonly figures?: 'literal';
  /** Empty where the answer has nothing to mutate. */
  readonly make: (answer: Answer, pack: EvidencePack, draw: Draw) => readonly Mutant[];
}

export type EditClaim = (
  claim: AnswerClaim,
  pack: EvidencePack,
  draw: Draw,
) => readonly (Partial<AnswerClaim> | undefined)[];

/** A mutant for every edit of every claim of these types in the summary. */
export function editClaims(types: readonly AnswerClaim['type'][], edit: EditClaim): Mutation['make'] {
  return (answer, pack, draw) =>
    answer.summary.flatMap((claim, at) => {
      if (!types.includes(claim.type)) return [];
      return edit(claim, pack, draw).flatMap((change): Mutant[] => {
        if (change === undefined) return [];
        const edited = { ...claim, ...change };
        if (edited.text === claim.text && Object.keys(change).join() === 'text') return [];
        return [{ answer: { ...answer, summary: answer.summary.with(at, edited) }, part: { claims: [at] } }];
      });
    });
}

/** One claim more, in front. */
export function addClaim(answer: Answer, claim: AnswerClaim): Mutant {
  return { answer: { ...answer, summary: [claim, ...answer.summary] }, part: { claims: [0] } };
}

/** The same text with one id in the place of another, slots and all. */
export function renameIn(text: string, from: string, to: string): string {
  return text.replaceAll(`{{${from}}}`, `{{${to}}}`).replaceAll(`{{${from}.`, `{{${to}.`);
}

export const toldTypes = ['change', 'order', 'cause', 'impact', 'comparison', 'absence'] as const;
