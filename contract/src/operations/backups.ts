import { backupSteps } from '@foreshock/model/backup.ts';
import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { Time } from '../shapes.ts';

const Backup = z.object({
  name: z.string().describe('of its directory'),
  markedAt: Time.describe('all that was acknowledged before is in it'),
  sizeBytes: z.number().int(),
});

/** In the status too: nothing fails without being told. */
export const BackupFailure = z.object({ at: Time, reason: z.string() });

export const startBackup = operation({
  name: 'startBackup',
  summary:
    'Begins a backup of all that the program keeps, of every project, into a directory of its own below the one that is set up.',
  kind: 'command',
  route: 'POST /api/v1/backups',
  role: 'admin',
  tool: withheld('writes a copy of everything'),
  input: z.object({}),
  output: z.object({ startedAt: Time }),
  errors: ['state-conflict'],
});

export const listBackups = operation({
  name: 'listBackups',
  summary: 'Whole backups, newest first, how the one in hand goes, and what became of the last.',
  kind: 'query',
  route: 'GET /api/v1/backups',
  role: 'admin',
  tool: withheld('about the machine and not about what runs on it'),
  input: z.object({}),
  output: z.object({
    directory: z.string().describe('on the machine of the program'),
    running: z.object({ startedAt: Time, step: z.enum(backupSteps) }).nullable(),
    failed: BackupFailure.nullable().describe('the last one, unless one became whole since'),
    items: z.array(Backup),
  }),
  errors: [],
});
