import type { ModelSettings as ModelSettingsOfProject } from '@foreshock/model/model-settings.ts';
import { MICROS_PER_DOLLAR, type ModelPrice } from '@foreshock/model/model-spend.ts';
import { z } from 'zod';
import type { SpendCaps } from '../store/metadata/model-spend.ts';
import { Dollars } from './dollars.ts';
import { ShadowModel } from './shadow-config.ts';
import { SmallerModel } from './smaller-config.ts';

const ModelSettings = z.strictObject({
  /** Base address of a language model's API, such as `https://api.openai.com/v1` or `http://127.0.0.1:11434/v1`; without it code alone writes the stories. */
  url: z.url({ protocol: /^https?$/, error: 'expected an address such as "https://api.openai.com/v1"' }).optional(),
  /** Name of the model, as its server knows it. */
  name: z.string().min(1).max(200).optional(),
  /** How the server is spoken to: `openai` for chat completions (OpenAI, Azure, vLLM, Ollama, llama.cpp), `anthropic` for messages. */
  protocol: z.enum(['openai', 'anthropic']).default('openai'),
  /** Key for the model's API; never logged. */
  apiKey: z.string().min(1).optional(),
  /** File that holds the key, read at the start. */
  apiKeyFile: z.string().min(1).optional(),
  /** Seconds that one call may take. */
  timeoutSeconds: z.number().min(0.1).max(300).default(30),
  /** Calls that may be on their way at once. */
  maxConcurrent: z.int().min(1).max(16).default(2),
  /** Days that the exact text of each call is kept, sealed. */
  keepDays: z.number().min(1).max(400).default(30),
  /** `slots`: the model writes no figure, code fills each in. `literal`, for a model that cannot: it writes figures, and code works each out again. */
  figures: z.enum(['slots', 'literal']).default('slots'),
  /** Longest answer in tokens. */
  maxAnswerTokens: z.int().min(200).max(8_000).default(1_200),
  /** US dollars for a million tokens that the model reads; 0 for one that costs nothing. */
  inputPrice: Dollars.optional(),
  /** US dollars for a million tokens that the model writes. */
  outputPrice: Dollars.optional(),
  /** US dollars that all projects together may spend on a day (UTC); taken before each call, and kept over restarts. */
  capPerDay: Dollars.optional(),
  /** US dollars that a project may spend on a day, where it has set no cap of its own. */
  projectCapPerDay: Dollars.optional(),
  smaller: SmallerModel.optional(),
  shadow: ShadowModel.optional(),
});

export const ModelConfig = ModelSettings.refine((model) => model.url === undefined || model.name !== undefined, {
  path: ['name'],
  error: 'expected the name of the model that model.url serves',
})
  .refine((model) => model.apiKey === undefined || model.apiKeyFile === undefined, {
    path: ['apiKeyFile'],
    error: 'expected a key or a file that holds it, not both',
  })
  .superRefine((model, { addIssue }) => {
    if (model.url === undefined || (model.capPerDay === undefined && model.projectCapPerDay === undefined)) return;
    const priced = [
      ['', model],
      ['smaller', model.smaller],
      ['shadow', model.shadow],
    ] as const;
    for (const [part, prices] of priced) {
      for (const name of ['inputPrice', 'outputPrice'] as const) {
        if (prices === undefined || prices[name] !== undefined) continue;
        const message =
          'expected US dollars for a million tokens, since a cap is set; 0 for a model that costs nothing';
        addIssue({ code: 'custom', path: part === '' ? [name] : [part, name], message });
      }
    }
  });

export type ModelConfig = z.infer<typeof ModelConfig>;

/** Both prices, or that they are not known. */
export function priceOf(model: {
  readonly inputPrice?: number | undefined;
  readonly outputPrice?: number | undefined;
}): ModelPrice | undefined {
  const { inputPrice: input, outputPrice: output } = model;
  return input === undefined || output === undefined ? undefined : { input, output };
}

/** In force for a project: what it has set itself counts instead of what is set for every project. */
export function capsOf(model: ModelConfig, own: Pick<ModelSettingsOfProject, 'capPerDay'>): SpendCaps {
  const project = own.capPerDay ?? model.projectCapPerDay;
  return {
    ...(model.capPerDay !== undefined && { server: model.capPerDay * MICROS_PER_DOLLAR }),
    ...(project !== undefined && { project: project * MICROS_PER_DOLLAR }),
  };
}
