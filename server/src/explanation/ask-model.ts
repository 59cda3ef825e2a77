// Questions that are no stories: asked once, under the same caps, kept beside them, judged by whoever asks.
import { failure, success } from '@foreshock/model/known-error.ts';
import type { AskModel, JudgedAnswer } from '@foreshock/model/model-question.ts';
import { sha256Hex } from '../base/crypto/digest.ts';
import { keepStory } from '../store/metadata/stories.ts';
import { keptCall } from './kept-call.ts';
import { type PricedModel, paidBy } from './models/paid-by.ts';
import { redactorOf } from './redactor-of.ts';
import type { ExplanationTools } from './start-explanation.ts';
import { isHeldBack, outcomeOf, type ToldCall } from './tell-story.ts';

const NEVER = new AbortController().signal;

/** Where a cap holds the model back the smaller one is asked, as for stories. */
export function createAskModel(
  tools: Pick<ExplanationTools, 'db' | 'clock' | 'keys' | 'capsOf' | 'model' | 'smaller'>,
): AskModel {
  const { db, clock, keys } = tools;
  const rungs: readonly PricedModel[] = [tools.model, ...(tools.smaller ? [tools.smaller] : [])];
  return async (tenant, { promptVersion, subject, system, prompt, schema, maxTokens, signal = NEVER, judge }) => {
    const redactor = await redactorOf(tenant, db, keys);
    const redacted = redactor.text(prompt);
    const masked = redactor.takeCounts();
    const caps = await tools.capsOf(tenant);
    for (const [depth, rung] of rungs.entries()) {
      const model = paidBy(rung, { db, clock, tenant, caps });
      const completion = await model.complete({ system, prompt: redacted, schema, maxTokens, signal });
      const judged: JudgedAnswer<ReturnType<typeof judge>['value']> = completion.result.ok
        ? judge(completion.result.value.text)
        : { verdicts: [] };
      const call: ToldCall = {
        model: model.name,
        completion,
        isRepair: false,
        masked,
        outcome: outcomeOf(completion, judged.value !== undefined),
        verdicts: judged.verdicts,
      };
      const about = sha256Hex(`${promptVersion} ${redacted}`);
      const kept = keptCall(call, { tenant, incident: subject, about, promptVersion }, { clock, keys });
      // Nothing left while the circuit was open.
      if (completion.attempts > 0 || call.outcome === 'capped') await keepStory(db, tenant, subject, undefined, [kept]);
      if (isHeldBack(call) && depth < rungs.length - 1) continue;
      if (!completion.result.ok) return completion.result;
      if (judged.value !== undefined) return success({ value: judged.value, by: model.name, call: kept.call.id });
      const [fault] = judged.verdicts.flatMap(({ faults }) => faults);
      return failure(
        'model-answer-invalid',
        fault ? `${fault.check}: ${fault.why}` : 'the answer has not the form asked for',
      );
    }
    throw new Error('a model is asked first');
  };
}
