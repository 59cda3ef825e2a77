// Backups under load and with kill -9 in the middle: what was acknowledged before the mark is there after a restore, once.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@foreshock/contract/client.ts';
import { createRandom } from '@foreshock/simulator/random.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLoad } from '../support/load.ts';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { runCommand } from '../support/run-command.ts';
import { storedNumbers, wrongNumbers } from '../support/stored-numbers.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const BACKED_UP_WITHIN_MS = 120_000;
const STORED_WITHIN_MS = 90_000;

let scratch: string;
const running: Platform[] = [];

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'foreshock-backup-'));
});
afterEach(async () => {
  for (const platform of running.splice(0)) await platform.remove();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

async function start(name: string): Promise<Platform> {
  const platform = await startPlatform({
    dataDirectory: join(scratch, name),
    variables: { FORESHOCK_BACKUP_DIRECTORY: join(scratch, 'backups') },
  });
  running.push(platform);
  return platform;
}

/** Resolves with the name of the new backup. */
async function backUp(client: Client): Promise<string> {
  const { startedAt } = await client('startBackup', {});
  return until('the backup', BACKED_UP_WITHIN_MS, async () => {
    const { running: hand, failed, items } = await client('listBackups', {});
    if (failed) throw new Error(failed.reason);
    const [newest] = items;
    return !hand && newest && newest.markedAt >= startedAt ? newest.name : undefined;
  });
}

async function restore(name: string, to: string): Promise<void> {
  const keyFile = join(scratch, 'data', 'keys', 'master.key');
  const backup = join(scratch, 'backups', name);
  const done = await runCommand(['restore', backup, '--data', join(scratch, to), '--key-file', keyFile]);
  expect(done, done.errors).toMatchObject({ code: 0 });
}

async function numbersOf(client: Client, atLeast: number): Promise<Map<number, number>> {
  await until('what was acknowledged to be stored', STORED_WITHIN_MS, async () => {
    const { total } = await client('countLogs', { last: 'PT2H' });
    const { catchingUp } = await client('getStatus', {});
    return total >= atLeast && (catchingUp?.waitingRequests ?? 0) === 0;
  });
  return storedNumbers(client);
}

test(
  'a backup under load, restored into an empty directory: all from before the mark, nothing twice, and ingest goes on',
  async () => {
    console.log(`seed ${SEED}`);
    const live = await start('data');
    const load = startLoad(live.otlpHttp, 0, Date.now() - 60_000);
    const { client } = await live.signIn();
    await client('createApiKey', { name: 'of before', role: 'viewer' });
    await until('some load', STORED_WITHIN_MS, () => load.acknowledged() > 1_000);
    // Of all that is acknowledged by now nothing may be missing: the mark comes later.
    const before = load.acknowledged();
    const name = await backUp(client);
    const during = load.acknowledged();
    await until('load after the backup', STORED_WITHIN_MS, () => load.acknowledged() > during + 500);
    const acknowledged = await load.stop();
    expect([load.refusals, load.retries]).toEqual([[], []]);
    expect(wrongNumbers(acknowledged, await numbersOf(client, acknowledged.length))).toEqual({
      missing: [],
      doubled: [],
    });
    await live.stop();

    await restore(name, 'restored');
    expect(await runCommand(['ledger', 'verify', '--data', join(scratch, 'restored')])).toMatchObject({ code: 0 });
    const restored = await start('restored');
    const session = await restored.signIn();
    const stored = await numbersOf(session.client, before);
    expect(wrongNumbers(acknowledged.slice(0, before), stored)).toEqual({ missing: [], doubled: [] });
    const keys = await session.client('listApiKeys', {});
    expect(keys.items.map((key) => key.name)).toEqual(['of before']);

    // It goes on as a program does that was only stopped: what is sent now is kept once too.
    const next = startLoad(restored.otlpHttp, 1_000_000, Date.now() - 60_000);
    await until('load on what was restored', STORED_WITHIN_MS, () => next.acknowledged() > 500);
    const later = await next.stop();
    await restored.stop();
    const again = await start('restored');
    const all = [...later, ...acknowledged.slice(0, before)];
    const storedAgain = await numbersOf((await again.signIn()).client, all.length);
    expect(wrongNumbers(all, storedAgain)).toEqual({ missing: [], doubled: [] });
  },
  START_WITHIN_MS * 3 + 400_000,
);

test(
  'kill -9 in the middle of a backup: half of one is never listed, nothing is lost, and the next one is whole',
  async () => {
    console.log(`seed ${SEED}`);
    const random = createRandom(SEED);
    const live = await start('data');
    const load = startLoad(live.otlpHttp, 0, Date.now() - 60_000);
    await until('some load', STORED_WITHIN_MS, () => load.acknowledged() > 500);
    const { client } = await live.signIn();
    for (let round = 0; round < 4; round += 1) {
      await client('startBackup', {});
      await pause(random.between(0, 400));
      const engine = live.pidOf('engine');
      process.kill(engine, 'SIGKILL');
      await until('another engine', START_WITHIN_MS, () =>
        client('listBackups', {}).then(
          ({ running: hand }) => !hand,
          () => false,
        ),
      );
      const { items, failed } = await client('listBackups', {});
      // Whoever was quick enough is whole; who was not is told as failed.
      if (items.length <= round) expect(failed).toMatchObject({ reason: 'the program ended while it was made' });
      for (const item of items) {
        const argv = ['backup', 'verify', join(scratch, 'backups', item.name), '--data', join(scratch, 'data')];
        expect(await runCommand(argv), item.name).toMatchObject({ code: 0 });
      }
    }
    const name = await backUp(client);
    expect(readdirSync(join(scratch, 'backups')).filter((each) => each.startsWith('.'))).toEqual([]);
    const acknowledged = await load.stop();
    expect(load.refusals).toEqual([]);
    expect(wrongNumbers(acknowledged, await numbersOf(client, acknowledged.length))).toEqual({
      missing: [],
      doubled: [],
    });
    const argv = ['backup', 'verify', join(scratch, 'backups', name), '--data', join(scratch, 'data')];
    expect(await runCommand(argv)).toMatchObject({ code: 0 });
  },
  START_WITHIN_MS * 5 + 400_000,
);
