import { z } from 'zod';

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
  /** Longest answer in tokens. */
  maxAnswerTokens: z.int().min(200).max(8_000).default(1_200),
});

export const ModelConfig = ModelSettings.refine((model) => model.url === undefined || model.name !== undefined, {
  path: ['name'],
  error: 'expected the name of the model that model.url serves',
}).refine((model) => model.apiKey === undefined || model.apiKeyFile === undefined, {
  path: ['apiKeyFile'],
  error: 'expected a key or a file that holds it, not both',
});

export type ModelConfig = z.infer<typeof ModelConfig>;
