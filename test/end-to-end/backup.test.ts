// A backup of a program that was stopped: it restores, and nothing that is wrong with it passes unseen.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLoad } from '../support/load.ts';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { runCommand } from '../support/run-command.ts';
import { storedNumbers, wrongNumbers } from '../support/stored-numbers.ts';
import { until } from '../support/until.ts';

const STORED_WITHIN_MS = 60_000;

const scratch = mkdtempSync(join(tmpdir(), 'foreshock-backup-'));
const keyFile = join(scratch, 'master.key');
let backup: string;
let acknowledged: readonly number[];
let restored: Platform | undefined;

beforeAll(async () => {
  const first = await startPlatform({ dataDirectory: join(scratch, 'data') });
  const load = startLoad(first.otlpHttp, 0, Date.now() - 60_000);
  await until('some records', STORED_WITHIN_MS, () => load.acknowledged() > 500);
  acknowledged = await load.stop();
  // Some is in the store, and what is not yet is in the journal: both come back.
  const { client } = await first.signIn();
  await until('a first insert', STORED_WITHIN_MS, async () => (await client('countLogs', { last: 'PT2H' })).total > 0);
  await first.stop();
  cpSync(join(scratch, 'data', 'keys', 'master.key'), keyFile);
  const written = await runCommand([
    ...['backup', '--offline', '--data', join(scratch, 'data'), '--to', join(scratch, 'backups')],
  ]);
  expect(written, written.errors).toMatchObject({ code: 0 });
  backup = written.out.trim();
}, START_WITHIN_MS + STORED_WITHIN_MS);

afterAll(async () => {
  await restored?.remove();
  rmSync(scratch, { recursive: true, force: true });
});

function verify(directory: string, key = keyFile) {
  return runCommand(['backup', 'verify', directory, '--key-file', key]);
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test('the master key is nowhere in the backup, as text or as bytes', () => {
  const hex = readFileSync(keyFile, 'utf8').trim();
  const holders = filesBelow(backup).filter((path) => {
    const bytes = readFileSync(path);
    return bytes.includes(hex) || bytes.includes(Buffer.from(hex, 'hex'));
  });
  expect(holders).toEqual([]);
});

test('what was sent is nowhere in the backup in clear', () => {
  const holders = filesBelow(backup).filter((path) => readFileSync(path).includes('was placed'));
  expect(holders).toEqual([]);
});

test('a sound backup is restored, read and counted', async () => {
  const verdict = await verify(backup);
  expect(verdict, verdict.errors).toMatchObject({ code: 0, out: expect.stringMatching(/^sound: /) });
  expect(verdict.out).toMatch(/\.logs +[1-9]\d*$/m);
});

test('one bit that is another is found, wherever it is', async () => {
  const changed = join(scratch, 'changed');
  const parts = ['telemetry/t_', 'metadata/database/files/base', 'journal/segment', 'manifest.json'];
  for (const part of parts) {
    cpSync(backup, changed, { recursive: true });
    const path = filesBelow(changed).find((file) => file.startsWith(join(changed, part)))!;
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    expect(await verify(changed), part).toMatchObject({ code: 3, out: expect.stringMatching(/^damaged:/) });
    const target = join(scratch, 'from-changed');
    const argv = ['restore', changed, '--data', target, '--key-file', keyFile];
    expect(await runCommand(argv), part).toMatchObject({ code: 1 });
    expect(readdirSync(scratch), part).not.toContain('from-changed');
    rmSync(changed, { recursive: true });
  }
});

test('another master key restores nothing, and says so', async () => {
  const other = join(scratch, 'other.key');
  writeFileSync(other, `${'ab'.repeat(32)}\n`);
  const target = join(scratch, 'with-other');
  const refused = await runCommand(['restore', backup, '--data', target, '--key-file', other]);
  expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('made with another key') });
  expect(readdirSync(scratch)).not.toContain('with-other');
  expect(await verify(backup, other)).toMatchObject({ code: 1 });
});

test('a directory with data is left alone', async () => {
  const refused = await runCommand(['restore', backup, '--data', join(scratch, 'data'), '--key-file', keyFile]);
  expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('is not empty') });
});

test(
  'the program starts on what was restored: every record once, the ledger as written',
  async () => {
    const target = join(scratch, 'restored');
    const done = await runCommand(['restore', backup, '--data', target, '--key-file', keyFile]);
    expect(done, done.errors).toMatchObject({ code: 0 });
    expect(await runCommand(['ledger', 'verify', '--data', target])).toMatchObject({ code: 0 });
    const running = await startPlatform({ dataDirectory: target });
    restored = running;
    const { client } = await running.signIn();
    await until('the records', STORED_WITHIN_MS, async () => {
      const { total } = await client('countLogs', { last: 'PT2H' });
      return total >= acknowledged.length;
    });
    expect(wrongNumbers(acknowledged, await storedNumbers(client))).toEqual({ missing: [], doubled: [] });
  },
  START_WITHIN_MS + STORED_WITHIN_MS,
);
