// Are false sentences caught? Sound answers to simulated incidents are made false in every way that we know, and told to
// the checks that stand between a language model and a person. No model is asked.
import { createThreadPool } from '@foreshock/server/base/thread-call.ts';
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import type { PackSources } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import type { EvaluateArguments } from '../evaluate-arguments.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { failedExplanationGates } from './gates.ts';
import { printScore } from './print-score.ts';
import { type ExplanationScore, scoreMutations } from './score-mutations.ts';
import { withForecast } from './with-forecast.ts';

const THREADS = 2;

/** Prints its tables. `failed`: a sentence for each gate that does not hold. */
export async function evaluateExplanation(
  { seeds, details }: Pick<EvaluateArguments, 'seeds' | 'details'>,
  report: (line: string) => void,
): Promise<{ readonly score: ExplanationScore; readonly failed: readonly string[] }> {
  const pool = createThreadPool<number, PackSources[]>({
    file: new URL('./collect-worker.ts', import.meta.url),
    threadCount: Math.min(THREADS, seeds.length),
  });
  const collected = await Promise.all(
    seeds.map(async (seed) => {
      const sources = await pool.call(seed);
      report(`seed ${seed}: ${sources.length} explanations`);
      return sources;
    }),
  ).finally(() => pool.stop());
  const redactor = createDefaultRedactor(EVALUATION_KEY);
  const packs = collected.flat().map((sources) => buildPack(withForecast(sources), redactor));
  const score = scoreMutations(packs, (text) => redactor.text(text));
  const incidents = new Set(packs.map(({ incident }) => incident.id)).size;
  console.log(
    `${packs.length} explanations of ${incidents} incidents, seeds ${seeds[0]} to ${seeds.at(-1)}; no cause is named in ${score.abstained}.\n\n${printScore(score, details)}`,
  );
  return { score, failed: failedExplanationGates(score) };
}
