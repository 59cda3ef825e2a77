import { z } from 'zod';

export const BackupConfig = z.strictObject({
  /** Where backups go, each in a directory of its own; `backups` in the data directory without it. Better another disk. */
  directory: z.string().min(1).optional(),
  /** Hours between backups that the program makes by itself; 0 for none but those that somebody asks for. */
  everyHours: z.int().min(0).max(8_760).default(0),
  /** How many backups are kept; the oldest is deleted when a new one is whole. */
  keep: z.int().min(1).max(1_000).default(7),
});
export type BackupConfig = z.infer<typeof BackupConfig>;
