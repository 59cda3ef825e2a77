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
  /** Bytes of requests that may be set aside because they cannot be stored; a project may hold half of it. */
  quarantineBytes: z
    .int()
    .min(1_048_576)
    .default(512 * 2 ** 20),
  /** Hours after which a request that was set aside is given up; raw telemetry is not kept for long. */
  quarantineHours: z.int().min(1).max(720).default(72),
});

export type IngestConfig = z.infer<typeof IngestConfig>;
