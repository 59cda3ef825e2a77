import type { Timestamp } from './time.ts';

/** What is being done, in this order. `waiting`: for the insert in hand; `sums`: of the files, once all are copied. */
export const backupSteps = ['waiting', 'metadata', 'telemetry', 'stream', 'sums'] as const;
export type BackupStep = (typeof backupSteps)[number];

/** A whole one. */
export interface Backup {
  /** Of its directory: `20261127T170300123Z`. */
  readonly name: string;
  /** All that was acknowledged before is in it. */
  readonly markedAt: Timestamp;
  readonly sizeBytes: number;
}

/** How backups are; each part is absent where there is none. */
export interface BackupState {
  readonly running?: { readonly startedAt: Timestamp; readonly step: BackupStep };
  readonly last?: Backup;
  /** The last one that did not become whole, unless one did since. */
  readonly failed?: { readonly at: Timestamp; readonly reason: string };
}
