import { z } from 'zod';

export const AnalysisConfig = z.strictObject({
  /** Seconds after the end of a minute before it is analysed; later records amend what is stored and fire nothing. */
  closeAfterSeconds: z.number().min(1).max(600).default(30),
  /** Minutes of stored history that are read at once when analysis catches up. */
  catchUpMinutes: z.int().min(1).max(1_440).default(360),
  /** Minutes that a fix usually takes: a prediction's act-by time lies this much before its early end. */
  usualFixMinutes: z.number().min(0).max(1_440).default(10),
});

export type AnalysisConfig = z.infer<typeof AnalysisConfig>;
