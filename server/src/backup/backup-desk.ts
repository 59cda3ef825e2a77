// Backups of the program that runs: one at a time, told how it goes, and what came of the last one is kept over restarts.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup, BackupState, BackupStep } from '@foreshock/model/backup.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { startStopwatch } from '../base/clock.ts';
import { readFileIfAny, replaceFile } from '../base/durable-file.ts';
import type { Logger } from '../base/logger.ts';
import { listBackups, tidyBackups } from './read-backup.ts';
import { type BackupTools, writeBackup } from './write-backup.ts';

export interface BackupDesk {
  /** Absolute. */
  readonly directory: string;
  state(): BackupState;
  /** Resolves when it has begun, at a time; `state` says how it goes. `state-conflict` while another one is made. */
  start(): Promise<Result<Timestamp>>;
  /** Begins one when the last is older than `everyMs`; after one that failed an hour is waited at most. */
  startIfDue(everyMs: DurationMs): Promise<void>;
  /** Whole ones, newest first. */
  list(): Promise<readonly Backup[]>;
  /** Ends the one in hand at its next step. */
  stop(): Promise<void>;
}

export interface BackupDeskOptions extends Omit<BackupTools, 'onStep'> {
  /** Absolute; made when it is missing. The only one that the store may write to. */
  readonly directory: string;
  readonly keep: number;
  readonly logger: Logger;
}

const Kept = z.object({
  begun: z.int().optional(),
  last: z.object({ name: z.string(), markedAt: z.int(), sizeBytes: z.int() }).optional(),
  failed: z.object({ at: z.int(), reason: z.string() }).optional(),
});
type Kept = z.infer<typeof Kept>;

const FILE = 'backup-state.json';
const RETRY_AFTER_MS = HOUR;

export async function openBackupDesk(options: BackupDeskOptions): Promise<BackupDesk> {
  const { directory, clock, logger } = options;
  const path = join(options.dataDirectory, FILE);
  let kept = await readKept(path);
  let running: { startedAt: Timestamp; step: BackupStep } | undefined;
  let work: Promise<void> = Promise.resolve();
  let isStopping = false;

  const keep = async (change: Kept): Promise<void> => {
    kept = change;
    await replaceFile(path, JSON.stringify(change));
  };

  if (kept.begun !== undefined) {
    const { begun, ...rest } = kept;
    await keep({ ...rest, failed: { at: begun, reason: 'the program ended while it was made' } });
    logger.error('backup failed: the program ended while it was made');
  }

  const make = async (): Promise<Result<Backup>> => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await tidyBackups(directory, Number.POSITIVE_INFINITY);
    return writeBackup(directory, {
      ...options,
      onStep: (step) => {
        if (isStopping) throw new Error('the program stops');
        running = running && { ...running, step };
      },
    });
  };

  const run = async (startedAt: Timestamp): Promise<void> => {
    const elapsed = startStopwatch();
    const { last } = kept;
    const made = await make().catch((error: unknown) => failure('internal', reasonOf(error)));
    if (made.ok) {
      logger.info('backup written', { ...made.value, durationMs: Math.round(elapsed()) });
      await keep({ last: made.value });
      await tidyBackups(directory, options.keep);
    } else {
      logger.error('backup failed', { code: made.error.code, reason: made.error.message });
      await keep({ ...(last && { last }), failed: { at: startedAt, reason: made.error.message } });
    }
  };

  const start = async (): Promise<Result<Timestamp>> => {
    if (running) return failure('state-conflict', 'a backup is being made: wait for its end');
    if (isStopping) return failure('state-conflict', 'the program stops: start it first');
    const startedAt = clock.now();
    running = { startedAt, step: 'waiting' };
    await keep({ ...kept, begun: startedAt });
    work = run(startedAt)
      .catch((error: unknown) => logger.error('state of backups not kept', { error: String(error) }))
      .finally(() => {
        running = undefined;
      });
    return success(startedAt);
  };

  return {
    directory,
    state: () => ({
      ...(running && { running }),
      ...(kept.last && { last: kept.last }),
      ...(kept.failed && { failed: kept.failed }),
    }),
    start,
    async startIfDue(everyMs) {
      const now = clock.now();
      const isFresh = kept.last !== undefined && now - kept.last.markedAt < everyMs;
      const isPaused = kept.failed !== undefined && now - kept.failed.at < Math.min(everyMs, RETRY_AFTER_MS);
      if (!isFresh && !isPaused && !running) await start();
    },
    list: () => listBackups(directory),
    async stop() {
      isStopping = true;
      await work;
    },
  };
}

/** For people who may not see the machine: no path of it. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error)
    return `its files could not be written (${String(error.code)}): look at backup.directory`;
  return error instanceof Error ? error.message : String(error);
}

/** What cannot be read is as good as nothing: the directory of backups says what there is. */
async function readKept(path: string): Promise<Kept> {
  const text = (await readFileIfAny(path))?.toString('utf8');
  try {
    return text === undefined ? {} : Kept.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
