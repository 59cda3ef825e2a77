// The master key is changed, and the change is killed at any moment: the data opens with the key in place, and with no other.
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@foreshock/simulator/random.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLoad } from '../support/load.ts';
import { launch, type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { runCommand } from '../support/run-command.ts';
import { storedNumbers, wrongNumbers } from '../support/stored-numbers.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const STORED_WITHIN_MS = 90_000;
const ROUNDS = 8;

let scratch: string;
let data: string;
let running: Platform | undefined;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'foreshock-keys-'));
  data = join(scratch, 'data');
});
afterEach(async () => {
  await running?.remove();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

/** Numbers that were acknowledged by a program that has stopped since. */
async function fill(variables: Readonly<Record<string, string>> = {}): Promise<readonly number[]> {
  running = await startPlatform({ dataDirectory: data, variables });
  const load = startLoad(running.otlpHttp, 0, Date.now() - 60_000);
  await until('some records', STORED_WITHIN_MS, () => load.acknowledged() > 500);
  const acknowledged = await load.stop();
  await running.stop();
  return acknowledged;
}

async function expectAllOf(acknowledged: readonly number[], variables: Readonly<Record<string, string>> = {}) {
  running = await startPlatform({ dataDirectory: data, variables });
  const { client } = await running.signIn();
  await until('the records', STORED_WITHIN_MS, async () => {
    const { total } = await client('countLogs', { last: 'PT2H' });
    return total >= acknowledged.length;
  });
  expect(wrongNumbers(acknowledged, await storedNumbers(client))).toEqual({ missing: [], doubled: [] });
}

/** What the program says that does not start. */
async function refusalOf(variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const { ended, output } = launch(data, { variables });
  expect(await ended, output()).toBe(1);
  return output();
}

test(
  'a change of the key that is killed again and again: the data always opens, and at last with the new key alone',
  async () => {
    console.log(`seed ${SEED}`);
    const random = createRandom(SEED);
    const acknowledged = await fill();
    copyFileSync(join(data, 'keys', 'master.key'), join(scratch, 'old.key'));
    const rotate = ['keys', 'rotate', '--data', data];
    const begun = Date.now();
    expect(await runCommand(rotate)).toMatchObject({ code: 0 });
    const wholeMs = Date.now() - begun;
    for (let round = 0; round < ROUNDS; round += 1) {
      const killed = new AbortController();
      const rotation = runCommand(rotate, { signal: killed.signal });
      // The keys are changed near the end, after the metadata was opened.
      await pause(random.between(wholeMs * 0.4, wholeMs));
      killed.abort();
      await rotation;
      expect(await runCommand(['ledger', 'verify', '--data', data]), `round ${round}`).toMatchObject({ code: 0 });
    }
    const next = join(scratch, 'next.key');
    writeFileSync(next, `${'5a'.repeat(32)}\n`);
    const done = await runCommand([...rotate, '--new-key-file', next]);
    expect(done, done.errors).toMatchObject({ code: 0 });
    await expectAllOf(acknowledged);
    await running!.stop();
    copyFileSync(join(scratch, 'old.key'), join(data, 'keys', 'master.key'));
    expect(await refusalOf()).toContain('the master key does not open');
    copyFileSync(next, join(data, 'keys', 'master.key'));
    await expectAllOf(acknowledged);
  },
  START_WITHIN_MS * 3 + 400_000,
);

test(
  'a key of the configuration: the old one does not start, and makes nothing new; a backup of before opens with it',
  async () => {
    const [old, next] = ['a1', 'b2'].map((byte) => byte.repeat(32)) as [string, string];
    const withOld = { FORESHOCK_MASTER_KEY: old };
    const acknowledged = await fill(withOld);
    const written = await runCommand(['backup', '--offline', '--data', data, '--to', scratch], { variables: withOld });
    const keyFile = join(scratch, 'next.key');
    writeFileSync(keyFile, next);
    const rotate = ['keys', 'rotate', '--data', data, '--new-key-file', keyFile];
    expect(await runCommand(rotate, { variables: withOld })).toMatchObject({
      code: 0,
      out: expect.stringContaining('set masterKey to it before the next start'),
    });
    // Whoever repeats it before the configuration has the new key is told the same.
    expect(await runCommand(rotate, { variables: withOld })).toMatchObject({ code: 0 });
    expect(await refusalOf(withOld)).toContain('the master key does not open');
    expect(existsSync(join(data, 'keys', 'master.key'))).toBe(false);
    await expectAllOf(acknowledged, { FORESHOCK_MASTER_KEY: next });
    const verify = ['backup', 'verify', written.out.trim()];
    expect(await runCommand(verify, { variables: withOld })).toMatchObject({ code: 0 });
    expect(await runCommand(verify, { variables: { FORESHOCK_MASTER_KEY: next } })).toMatchObject({ code: 1 });
  },
  START_WITHIN_MS * 2 + 200_000,
);
