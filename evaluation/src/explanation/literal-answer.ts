import type { Answer, AnswerClaim } from '@foreshock/server/explanation/answer/answer.ts';
import { slotsOf, slotValue } from '@foreshock/server/explanation/answer/slots.ts';
import type { EvidencePack } from '@foreshock/server/explanation/pack/evidence-pack.ts';

const FIGURE_SLOT = /\{\{(?:V\d+\.(?:observed|expected)|F\d+\.(?:probability|horizon))\}\}/g;
const TIME = / at \{\{V\d+\.onset\}\}/g;

/** The same answer by a model that cannot fill slots: figures as digits, and no times of day. */
export function literalAnswer(answer: Answer, pack: EvidencePack): Answer {
  const claims = (list: readonly AnswerClaim[]): AnswerClaim[] =>
    list.map((claim) => ({ ...claim, text: literalText(claim.text, pack) }));
  return {
    ...answer,
    summary: claims(answer.summary),
    rootCause: { ...answer.rootCause, why: claims(answer.rootCause.why) },
    prediction: answer.prediction.map((one) => ({ ...one, meaning: claims(one.meaning) })),
    actions: answer.actions.map((one) => ({ ...one, reason: claims(one.reason) })),
  };
}

function literalText(text: string, pack: EvidencePack): string {
  return text
    .replace(TIME, '')
    .replace(FIGURE_SLOT, (slot) => slotsOf(slot).map((one) => slotValue(one, pack) ?? slot)[0]!);
}
