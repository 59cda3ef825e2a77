// How good is a model that is served somewhere? It tells the incidents that falsehoods are made of, over the product's own
// way to ask, to read, to check and to repair: nothing leaves that the product would not send.
import type { EvaluateArguments } from '../../evaluate-arguments.ts';
import { collectSeeds } from '../collect-seeds.ts';
import { compareModels } from './compare-models.ts';
import type { ModelArguments } from './model-arguments.ts';
import { printModel } from './print-model.ts';
import { type ModelScore, scoreModel } from './score-model.ts';

/** Prints its tables. `before`: an earlier score to hold it against. `failed`: a sentence where nothing could be measured. */
export async function evaluateModel(
  model: ModelArguments,
  { seeds, against }: Pick<EvaluateArguments, 'seeds' | 'against'>,
  before: ModelScore | undefined,
  report: (line: string) => void,
): Promise<{ readonly score?: ModelScore; readonly failed: readonly string[] }> {
  const apiKey = model.keyEnv === undefined ? undefined : process.env[model.keyEnv];
  if (model.keyEnv !== undefined && !apiKey) return { failed: [`--key-env: the variable ${model.keyEnv} is not set`] };
  if (against !== undefined && !before) return { failed: [`--against: ${against} holds no score of a model`] };
  const collected = await collectSeeds(seeds, report, model.incidents);
  const score = await scoreModel(collected, model, apiKey);
  const comparison = before && compareModels(before.judged, score.judged);
  console.log(printModel(score, comparison));
  const unanswered = score.judged.filter(({ error }) => error !== '');
  return {
    score,
    failed: [
      ...(unanswered.length === score.judged.length ? [`${model.name} answered nothing: ${unanswered[0]?.error}`] : []),
      ...(comparison?.pairs === 0 ? ['--against: none of its incidents was asked in the same words'] : []),
    ],
  };
}
