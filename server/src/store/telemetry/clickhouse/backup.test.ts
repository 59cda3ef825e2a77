import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreConfig } from '../../config.ts';
import { logBatch } from '../contract-samples.ts';
import { createTelemetryStore } from '../create-telemetry-store.ts';
import type { WholeTelemetryStore } from '../telemetry-store.ts';

const KEY = new Uint8Array(32).fill(7);
const ACME = 'acme' as TenantId;

let scratch: string;
let open: WholeTelemetryStore | undefined;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'store-backup-'));
  await mkdir(join(scratch, 'backups', 'one'), { recursive: true });
});
afterEach(async () => {
  await open?.close();
  await rm(scratch, { recursive: true });
});

/** One at a time: the engine is one for a process. */
async function openStore(name: string, key = KEY): Promise<WholeTelemetryStore> {
  await open?.close();
  const opened = await createTelemetryStore({
    directory: join(scratch, name),
    key,
    config: StoreConfig.parse({}),
    backupDirectory: join(scratch, 'backups'),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  open = opened.value;
  return open;
}

async function backUpThree(): Promise<string> {
  const store = await openStore('first');
  const bodies = ['one', 'two', 'three'].map((body, index) => ({ time: BigInt(index) * 1_000_000n, body }));
  expect(await store.tenant(ACME).append(logBatch(bodies), 'a')).toMatchObject({ ok: true });
  const directory = join(scratch, 'backups', 'one');
  const rows = { 't_acme.logs': 3, 't_acme.spans': 0, 't_acme.points': 0, 't_acme.events': 0 };
  expect(await store.backUp(directory)).toEqual({ ok: true, value: rows });
  return directory;
}

test('a restored store has the rows and passes its check, and the tokens are not in it', async () => {
  const directory = await backUpThree();
  const restored = await openStore('second');
  expect(await restored.restore(directory)).toEqual({ ok: true });
  expect(await restored.check()).toMatchObject({ ok: true, value: { 't_acme.logs': 3 } });
  // The same append again is a new one: what is replayed after a restore must begin where the store ends.
  await restored.tenant(ACME).append(logBatch([{ time: 0n, body: 'one' }]), 'a');
  expect(await restored.check()).toMatchObject({ ok: true, value: { 't_acme.logs': 4 } });
});

test('nothing is restored over data, and nothing is written beside the directory of backups', async () => {
  const directory = await backUpThree();
  const store = await openStore('first');
  expect(await store.restore(directory)).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  expect(await store.backUp(scratch)).toMatchObject({ ok: false, error: { code: 'store-unavailable' } });
});

test('a part that was changed is found by the check', async () => {
  const store = await openStore('first');
  await store.tenant(ACME).append(logBatch([{ time: 0n, body: 'x'.repeat(1_000) }]), 'a');
  await store.close();
  const sealed = join(scratch, 'first', 'sealed');
  const files = await readdir(sealed, { recursive: true });
  const part = join(sealed, files.find((name) => name.includes('store') && name.endsWith('data.bin'))!);
  const bytes = await readFile(part);
  bytes[bytes.length - 20]! ^= 1;
  await writeFile(part, bytes);
  expect(await (await openStore('first')).check()).toMatchObject({ ok: false, error: { code: 'store-unavailable' } });
});
