// One incident, one question, at most one repair: claims that hold, or `undefined` and the template's story stays.
import type { Claim } from '@foreshock/model/claim.ts';
import type { ClaimVerdict, ModelCall } from '@foreshock/model/model-call.ts';
import type { OrderedAction } from '@foreshock/model/ordered-action.ts';
import type { RedactionCounts } from '@foreshock/model/redaction.ts';
import { type Answer, answerSchema } from './answer/answer.ts';
import { orderActions } from './answer/order-actions.ts';
import { parseAnswer } from './answer/parse-answer.ts';
import { publishClaims } from './answer/publish-claims.ts';
import { fillSlots } from './answer/slots.ts';
import { type CheckedAnswer, type CheckedClaim, checkAnswer } from './checks/check-answer.ts';
import type { Completion, LanguageModel } from './models/language-model.ts';
import type { EvidencePack } from './pack/evidence-pack.ts';
import { repairPrompt } from './prompts/repair-prompt.ts';
import type { TellingPrompt } from './prompts/telling-prompt.ts';

/** One request that left, with what became of its answer. */
export interface ToldCall {
  /** The model's name. */
  readonly model: string;
  readonly completion: Completion;
  readonly isRepair: boolean;
  readonly masked: RedactionCounts;
  readonly outcome: ModelCall['outcome'];
  readonly verdicts: readonly ClaimVerdict[];
}

/** What is told of an answer. */
export interface ToldWords {
  readonly claims: readonly Claim[];
  /** Empty: they stay in the order of code. */
  readonly actions: readonly OrderedAction[];
}

export interface ToldStory {
  /** Absent: too little held. */
  readonly words: ToldWords | undefined;
  readonly calls: readonly ToldCall[];
}

export interface TellOptions {
  readonly prompt: TellingPrompt;
  readonly model: LanguageModel;
  readonly maxTokens: number;
  readonly redact: (text: string) => string;
  /** Ends a call that is on its way. */
  readonly signal: AbortSignal;
}

export async function tellStory(
  pack: EvidencePack,
  { prompt: { system, user, figures }, model, maxTokens, redact, signal }: TellOptions,
): Promise<ToldStory> {
  const ask = (prompt: string): Promise<Completion> =>
    model.complete({ system, prompt, schema: answerSchema, maxTokens, signal });
  const judge = (completion: Completion, isRepair: boolean): Judged => {
    const parsed = completion.result.ok ? parseAnswer(completion.result.value.text) : completion.result;
    const checked = parsed.ok ? checkAnswer(parsed.value, pack, redact, figures) : undefined;
    const words = parsed.ok && checked ? wordsToTell(parsed.value, checked, pack, isRepair) : undefined;
    const call: ToldCall = {
      model: model.name,
      completion,
      isRepair,
      masked: pack.masked,
      outcome: outcomeOf(completion, words !== undefined),
      verdicts: checked ? checked.claims.map((claim) => verdictOf(claim, pack)) : [],
    };
    return { call, checked, words, fault: parsed.ok ? undefined : parsed.error.message };
  };

  const first = judge(await ask(user), false);
  if (first.words || !first.call.completion.result.ok) return { words: first.words, calls: [first.call] };
  const second = judge(await ask(repairPrompt(user, first.checked, first.fault)), true);
  return { words: second.words, calls: [first.call, second.call] };
}

/** An earlier answer told of this pack: what holds today, with today's values; `undefined` when that is too little. */
export function retellStory(
  answer: string,
  pack: EvidencePack,
  { prompt: { figures }, redact }: Pick<TellOptions, 'prompt' | 'redact'>,
): ToldWords | undefined {
  const parsed = parseAnswer(answer);
  if (!parsed.ok) return undefined;
  return wordsToTell(parsed.value, checkAnswer(parsed.value, pack, redact, figures), pack, true);
}

function wordsToTell(
  answer: Answer,
  checked: CheckedAnswer,
  pack: EvidencePack,
  isRepair: boolean,
): ToldWords | undefined {
  const claims = publishClaims(checked, pack, isRepair);
  return claims && { claims, actions: orderActions(answer, checked, pack) };
}

/** Held back by a cap, in whole or before a further attempt. */
export function isHeldBack({ completion: { result } }: ToldCall): boolean {
  return !result.ok && result.error.code === 'model-cap-reached';
}

/** `hasHeld`: code let enough of the answer pass. */
export function outcomeOf({ attempts, result }: Completion, hasHeld: boolean): ModelCall['outcome'] {
  if (result.ok) return hasHeld ? 'accepted' : 'refused-by-checks';
  return result.error.code === 'model-cap-reached' && attempts === 0 ? 'capped' : 'failed';
}

interface Judged {
  readonly call: ToldCall;
  readonly checked: CheckedAnswer | undefined;
  readonly words: ToldWords | undefined;
  readonly fault: string | undefined;
}

/** A dropped text stays as it was written, slots and all: its values were not found to be right. */
export function verdictOf({ claim, place, faults }: CheckedClaim, pack: EvidencePack): ClaimVerdict {
  if (faults.length > 0) return { text: claim.text.slice(0, 500), place, verdict: 'dropped', faults };
  return { text: fillSlots(claim.text, pack), place, verdict: claim.type === 'hedge' ? 'hedged' : 'verified', faults };
}
