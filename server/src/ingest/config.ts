import { z } from 'zod';

export const IngestConfig = z.strictObject({
  /** Requests that are stored together at most; more in one insert cost less each. */
  maxRequestsPerInsert: z.int().min(1).max(10_000).default(256),
  /** Bytes, as received, that are stored together at most. */
  maxBytesPerInsert: z
    .int()
    .min(65_536)
    .max(268_435_456)
    .default(4 * 2 ** 20),
  /** Milliseconds that a request may wait for others to be stored with. */
  lingerMs: z.int().min(0).max(10_000).default(200),
});

export type IngestConfig = z.infer<typeof IngestConfig>;
