import { systemClock } from '@foreshock/server/base/clock.ts';
import { systemChance } from '@foreshock/server/base/crypto/random.ts';
import { ModelConfig } from '@foreshock/server/explanation/config.ts';
import { createLanguageModel } from '@foreshock/server/explanation/models/create-language-model.ts';
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../../evaluation-key.ts';
import type { CollectedIncident } from '../collect-incidents.ts';
import { withForecast } from '../with-forecast.ts';
import { type JudgedIncident, judgeIncident } from './judge-incident.ts';
import type { ModelArguments } from './model-arguments.ts';

export interface ModelScore {
  readonly name: string;
  readonly judged: readonly JudgedIncident[];
}

/** Asks about the last explanation of each incident, within the waits and lengths that the product ships with. */
export async function scoreModel(
  collected: readonly CollectedIncident[],
  { url, name, api, price, incidents, figures }: Omit<ModelArguments, 'keyEnv'>,
  apiKey: string | undefined,
): Promise<ModelScore> {
  const { timeoutSeconds, maxConcurrent, maxAnswerTokens } = ModelConfig.parse({});
  const tools = { clock: systemClock, chance: systemChance };
  const model = createLanguageModel({ ...tools, url, name, protocol: api, apiKey, timeoutSeconds, maxConcurrent });
  const redactor = createDefaultRedactor(EVALUATION_KEY);
  const redact = (text: string): string => redactor.text(text);
  const last = [...new Map(collected.map((one) => [one.sources.incident.id, one])).values()].slice(0, incidents);
  const judged = await Promise.all(
    last.map(({ sources, trueCauses }) =>
      judgeIncident(buildPack(withForecast(sources), redactor), trueCauses, {
        model,
        maxTokens: maxAnswerTokens,
        figures,
        redact,
        ...(price && { price }),
      }),
    ),
  );
  return { name, judged };
}
