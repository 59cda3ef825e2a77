// One incident is told by a model as the product would have it told, and what came of it is held against the truth.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { ClaimVerdict } from '@foreshock/model/model-call.ts';
import { costOf, type ModelPrice } from '@foreshock/model/model-spend.ts';
import { defaultPromptParts } from '@foreshock/model/prompt-parts.ts';
import { sha256Hex } from '@foreshock/server/base/crypto/digest.ts';
import { parseAnswer } from '@foreshock/server/explanation/answer/parse-answer.ts';
import type { Figures } from '@foreshock/server/explanation/checks/check.ts';
import type { LanguageModel } from '@foreshock/server/explanation/models/language-model.ts';
import type { EvidencePack } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { tellingPrompt } from '@foreshock/server/explanation/prompts/telling-prompt.ts';
import { type ToldCall, tellStory } from '@foreshock/server/explanation/tell-story.ts';

/** `none`: no cause was named. `unknown`: nobody knows the true one. */
export type NamedCause = 'right' | 'wrong' | 'none' | 'unknown';

export interface Tally {
  readonly verified: number;
  readonly refused: number;
  /** Claims nothing that could be checked. */
  readonly hedged: number;
}

export interface JudgedIncident {
  readonly incident: string;
  /** SHA-256 of what was asked: two models are compared where it is the same. */
  readonly asked: string;
  /** Why no answer came; empty when one did. */
  readonly error: string;
  readonly first: Tally;
  /** Of the answer that was told or given up: the first or its repair. */
  readonly last: Tally;
  /** Claims refused, by check, of all answers. */
  readonly checks: Readonly<Record<string, number>>;
  readonly isRepaired: boolean;
  /** The template's story stays. */
  readonly fellBack: boolean;
  /** As people would be shown it: the template's where the model's story is not told. */
  readonly cause: NamedCause;
  readonly templateCause: NamedCause;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly tookMs: number;
  readonly costMicros?: number;
}

export interface JudgeOptions {
  readonly model: LanguageModel;
  readonly price?: ModelPrice;
  readonly maxTokens: number;
  readonly figures: Figures;
  readonly redact: (text: string) => string;
}

/** `trueCauses`: the entities that began it, in each form that they have; empty when that is not known. */
export async function judgeIncident(
  pack: EvidencePack,
  trueCauses: readonly EntityId[],
  { model, price, maxTokens, figures, redact }: JudgeOptions,
): Promise<JudgedIncident> {
  const prompt = tellingPrompt('explain-incident', pack, { version: 0, parts: defaultPromptParts }, redact, figures);
  const signal = new AbortController().signal;
  const { words, calls } = await tellStory(pack, { prompt, model, maxTokens, redact, signal });
  const named = (entity: EntityId | undefined): NamedCause => {
    if (trueCauses.length === 0) return 'unknown';
    if (entity === undefined) return 'none';
    return trueCauses.includes(entity) ? 'right' : 'wrong';
  };
  const leading = pack.incident.hypotheses.find(({ state }) => state === 'leading' || state === 'confirmed');
  const templateCause = named(leading?.entity);
  const checks: Record<string, number> = {};
  for (const { check } of calls.flatMap(({ verdicts }) => verdicts.flatMap(({ faults }) => faults)))
    checks[check] = (checks[check] ?? 0) + 1;
  const answers = calls.flatMap(({ completion: { result } }) => (result.ok ? [result.value] : []));
  const sum = (of: 'inputTokens' | 'outputTokens'): number =>
    answers.reduce((all, answer) => all + (answer[of] ?? 0), 0);
  const tokens = { input: sum('inputTokens'), output: sum('outputTokens') };
  const last = calls.at(-1)!;
  return {
    incident: pack.incident.id,
    asked: sha256Hex(`${prompt.version} ${prompt.system} ${prompt.user}`),
    error: last.completion.result.ok ? '' : last.completion.result.error.message,
    first: tallyOf(calls[0]!.verdicts),
    last: tallyOf(last.verdicts),
    checks,
    isRepaired: calls.length > 1 && words !== undefined,
    fellBack: words === undefined,
    cause: words === undefined ? templateCause : named(causeOf(last, pack)),
    templateCause,
    tokens,
    tookMs: calls.reduce((all, { completion }) => all + completion.tookMs, 0),
    ...(price && { costMicros: costOf(price, tokens.input, tokens.output) }),
  };
}

function tallyOf(verdicts: readonly ClaimVerdict[]): Tally {
  const count = (of: ClaimVerdict['verdict']): number => verdicts.filter(({ verdict }) => verdict === of).length;
  return { verified: count('verified'), refused: count('dropped'), hedged: count('hedged') };
}

/** Of an answer that was told, whose root cause has therefore passed its checks. */
function causeOf({ completion: { result } }: ToldCall, pack: EvidencePack): EntityId | undefined {
  const parsed = result.ok ? parseAnswer(result.value.text) : result;
  return parsed.ok ? pack.hypotheses.get(parsed.value.rootCause.hypothesis ?? '')?.hypothesis.entity : undefined;
}
