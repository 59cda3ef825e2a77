import { z } from 'zod';
import { Dollars } from './dollars.ts';

export const ShadowModel = z.strictObject({
  /** Name of a second model, which is asked the same and scored beside, and whose stories are never shown. */
  name: z.string().min(1).max(200),
  /** Base address of the second model's API; without it the one of `model.url`, with its protocol and key. */
  url: z.url({ protocol: /^https?$/, error: 'expected an address such as "http://127.0.0.1:8000/v1"' }).optional(),
  /** How the second model's server is spoken to. */
  protocol: z.enum(['openai', 'anthropic']).default('openai'),
  /** Key for the second model's API; never logged. */
  apiKey: z.string().min(1).optional(),
  /** US dollars for a million tokens that the second model reads. */
  inputPrice: Dollars.optional(),
  /** US dollars for a million tokens that the second model writes. */
  outputPrice: Dollars.optional(),
});
