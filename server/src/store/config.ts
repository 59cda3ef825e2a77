import { DAY, type DurationMs } from '@foreshock/model/time.ts';
import { z } from 'zod';

const DURATION = /^([1-9]\d{0,4})(h|d)$/;
const HOUR_MS = 3_600_000;

/** `36h` or `30d`. */
const Retention = z
  .string()
  .regex(DURATION, 'expected a duration such as "36h" or "30d"')
  .transform((text): DurationMs => {
    const [, count = '0', unit] = DURATION.exec(text) ?? [];
    return Number(count) * (unit === 'd' ? DAY : HOUR_MS);
  });

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

export const StoreConfig = z.strictObject({
  /** Where telemetry is kept: `embedded` keeps it in the data directory of this machine, encrypted. */
  telemetry: z.enum(['embedded']).default('embedded'),
  /** How long log records are kept, in hours or days. */
  retentionLogs: Retention.prefault('14d'),
  /** How long spans are kept, in hours or days. */
  retentionTraces: Retention.prefault('7d'),
  /** How long metric points are kept, in hours or days. */
  retentionMetrics: Retention.prefault('14d'),
  /** How long the sums per minute are kept, which charts, baselines and predictions read, in hours or days. */
  retentionRollups: Retention.prefault('90d'),
  /** Memory that the embedded store may take in all, in bytes; a query that needs more fails. */
  memoryLimitBytes: z
    .int()
    .min(512 * MIB)
    .default(3 * GIB),
  /** Memory that one query may take, in bytes; it never spills to disk, because spills are not encrypted. */
  queryMemoryBytes: z
    .int()
    .min(64 * MIB)
    .default(1 * GIB),
  /** Memory that one append may take, in bytes, and half of all at most; a request that needs more is set aside. */
  insertMemoryBytes: z
    .int()
    .min(128 * MIB)
    .default(1 * GIB),
  /** Seconds that one query may take. */
  querySeconds: z.int().min(1).max(600).default(30),
  /** Threads that one query may use. */
  queryThreads: z.int().min(1).max(64).default(2),
  /** Threads that merge what was appended, in the background. */
  backgroundThreads: z.int().min(1).max(16).default(2),
  /** Memory for the index marks of tables, in bytes. */
  cacheBytes: z
    .int()
    .min(8 * MIB)
    .default(128 * MIB),
});
export type StoreConfig = z.infer<typeof StoreConfig>;
