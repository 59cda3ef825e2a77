import type { Backup, BackupState } from '@foreshock/model/backup.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import { formatTime, type Timestamp } from '@foreshock/model/time.ts';
import type { Handlers } from '../execute-operation.ts';

/** Who makes backups of all that this program keeps. */
export interface BackupSource {
  readonly directory: string;
  state(): BackupState;
  /** Resolves when it has begun. */
  start(): Promise<Result<Timestamp>>;
  /** Newest first. */
  list(): Promise<readonly Backup[]>;
}

export function backupHandlers(backups: BackupSource): Pick<Handlers, 'startBackup' | 'listBackups'> {
  return {
    async startBackup() {
      const started = await backups.start();
      return started.ok ? success({ startedAt: formatTime(started.value) }) : started;
    },

    async listBackups() {
      // The state first: one that becomes whole meanwhile is then in the list already, or still said to run.
      const { running, failed } = backups.state();
      const items = await backups.list();
      return success({
        directory: backups.directory,
        running: running ? { ...running, startedAt: formatTime(running.startedAt) } : null,
        failed: failed ? { ...failed, at: formatTime(failed.at) } : null,
        items: items.map(({ markedAt, ...backup }) => ({ ...backup, markedAt: formatTime(markedAt) })),
      });
    },
  };
}
