import { z } from 'zod';
import { Dollars } from './dollars.ts';

export const SmallerModel = z.strictObject({
  /** Name of a smaller model of the same server, which tells when a cap holds the other back. */
  name: z.string().min(1).max(200),
  /** US dollars for a million tokens that the smaller model reads. */
  inputPrice: Dollars.optional(),
  /** US dollars for a million tokens that the smaller model writes. */
  outputPrice: Dollars.optional(),
});
