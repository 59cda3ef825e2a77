import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { success } from '@foreshock/model/known-error.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStillClock, type StillClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { type BackupDesk, type BackupDeskOptions, openBackupDesk } from './backup-desk.ts';

const START = 1_764_262_980_000;

let scratch: string;
let clock: StillClock;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'backup-desk-'));
  clock = createStillClock(START);
  await mkdir(join(scratch, 'data', 'journal'), { recursive: true });
});
afterEach(() => rm(scratch, { recursive: true }));

/** Of data that is nothing but an empty journal: what is copied of the stores is not what is asked here. */
function openDesk(change: Partial<BackupDeskOptions> = {}): Promise<BackupDesk> {
  return openBackupDesk({
    dataDirectory: join(scratch, 'data'),
    directory: join(scratch, 'backups'),
    keep: 2,
    // No rows are counted: the cast makes an empty count of whatever count is asked for.
    metadata: { copyTo: async <T>() => ({}) as T },
    store: { backUp: async () => success({}) },
    keys: createKeyRing(new Uint8Array(32).fill(7)),
    clock,
    version: '1',
    logger: createLogger({ level: 'silent', name: 'test' }),
    hold: async (work) => success(await work()),
    ...change,
  });
}

/** The end of the one in hand. */
async function settled(desk: BackupDesk): Promise<ReturnType<BackupDesk['state']>> {
  while (desk.state().running) await new Promise((resolve) => setImmediate(resolve));
  return desk.state();
}

test('one is made when it is due, and only then', async () => {
  const desk = await openDesk();
  await desk.startIfDue(24 * HOUR);
  expect((await settled(desk)).last?.markedAt).toBe(START);
  clock.advance(23 * HOUR);
  await desk.startIfDue(24 * HOUR);
  expect((await settled(desk)).last?.markedAt).toBe(START);
  clock.advance(HOUR);
  await desk.startIfDue(24 * HOUR);
  expect((await settled(desk)).last?.markedAt).toBe(START + 24 * HOUR);
});

test('one that fails is told, also after a restart, and tried again within the hour', async () => {
  await writeFile(join(scratch, 'backups'), 'a file is in the way');
  const desk = await openDesk();
  await desk.startIfDue(24 * HOUR);
  const failed = { at: START, reason: expect.stringContaining('backup.directory') };
  expect(await settled(desk)).toEqual({ failed });
  expect(await desk.list()).toEqual([]);
  const next = await openDesk();
  expect(next.state()).toEqual({ failed });
  await rm(join(scratch, 'backups'));
  clock.advance(59 * MINUTE);
  await next.startIfDue(24 * HOUR);
  expect(next.state()).toEqual({ failed });
  clock.advance(MINUTE);
  await next.startIfDue(24 * HOUR);
  expect(await settled(next)).toEqual({ last: expect.objectContaining({ markedAt: START + HOUR }) });
});

test('one that the end of the program cut off is told, and what it left goes with the next', async () => {
  const never = Promise.withResolvers<never>();
  const desk = await openDesk({ hold: () => never.promise });
  expect(await desk.start()).toEqual({ ok: true, value: START });
  expect(await desk.start()).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  const next = await openDesk();
  expect(next.state()).toEqual({ failed: { at: START, reason: 'the program ended while it was made' } });
  clock.advance(MINUTE);
  await next.start();
  const { last } = await settled(next);
  expect(await readdir(join(scratch, 'backups'))).toEqual([last?.name]);
});
