import { z } from 'zod';

export const StreamConfig = z.strictObject({
  /** Bytes that may wait for the engine; beyond them senders are told to come back later. */
  maxBacklogBytes: z
    .int()
    .min(1_048_576)
    .default(4 * 2 ** 30),
  /** Hours that a request may wait for the engine; beyond them no more are accepted, since none is ever dropped. */
  maxBacklogHours: z.number().min(0.01).max(8_760).default(24),
  /** Free bytes that the disk keeps; below them nothing is accepted, so the engine can still work; 0 for no bound at all. */
  minFreeDiskBytes: z
    .int()
    .min(0)
    .default(2 ** 30),
  /** Share of the disk that stays free, where that is more. */
  minFreeDiskShare: z.number().min(0).max(1).default(0.05),
  /** Bytes of a file that is given up when the disk is full all the same, so that the engine can go on; 0 for none. */
  ballastBytes: z
    .int()
    .min(0)
    .default(64 * 2 ** 20),
  /** Size of one journal file; raw telemetry is deleted a file at a time. */
  maxSegmentBytes: z
    .int()
    .min(65_536)
    .max(2 ** 30)
    .default(64 * 2 ** 20),
  /** Minutes after which a journal file is closed even when it is small, so that raw telemetry does not outstay. */
  maxSegmentAgeMinutes: z.number().min(0.1).max(1_440).default(5),
  /** Minutes for which applied telemetry stays in the journal, in case the store loses its last moments in a crash. */
  replayMarginMinutes: z.number().min(0).max(1_440).default(10),
  /** Milliseconds after which the engine looks for new telemetry even without a notice of the file system. */
  pollIntervalMs: z.int().min(10).max(60_000).default(250),
});

export type StreamConfig = z.infer<typeof StreamConfig>;
