import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyRing, type KeyPurpose, type KeyRing } from './key-ring.ts';
import { openKeyRing } from './open-key-ring.ts';
import { rootKeyFile, wrapRoot, writeRootKey } from './root-key.ts';

const PURPOSE: KeyPurpose = { purpose: 'journal', tenant: 'acme', part: '1' };

let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'key-ring-'));
});
afterEach(() => rm(dataDirectory, { recursive: true }));

async function openRing(masterKey?: string): Promise<KeyRing> {
  const ring = await openKeyRing({ dataDirectory, ...(masterKey !== undefined && { masterKey }) });
  if (!ring.ok) throw new Error(ring.error.message);
  return ring.value;
}

test('the first start makes a key that only its owner can read, and later ones use it', async () => {
  const first = await openRing();
  const file = await stat(join(dataDirectory, 'keys', 'master.key'));
  expect(file.mode & 0o777).toBe(0o600);
  expect((await openRing()).derive(PURPOSE)).toEqual(first.derive(PURPOSE));
});

test('processes that start at the same time end up with one key', async () => {
  const rings = await Promise.all(Array.from({ length: 8 }, () => openRing()));
  const keys = new Set(rings.map((ring) => Buffer.from(ring.derive(PURPOSE)).toString('hex')));
  expect(keys.size).toBe(1);
});

test('a key handed in is used, and no file is made', async () => {
  const ring = await openRing('07'.repeat(32));
  expect(ring.derive(PURPOSE)).toEqual(createKeyRing(new Uint8Array(32).fill(7)).derive(PURPOSE));
  await expect(stat(join(dataDirectory, 'keys'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a key of the wrong length is refused and never replaced', async () => {
  expect(await openKeyRing({ dataDirectory, masterKey: 'abcd' })).toMatchObject({ ok: false });
  await openRing();
  const path = join(dataDirectory, 'keys', 'master.key');
  await writeFile(path, 'half a k');
  expect(await openKeyRing({ dataDirectory })).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
  expect(await readFile(path, 'utf8')).toBe('half a k');
});

test('a root that another key wraps opens with that key alone, and is never replaced', async () => {
  const [root, masterKey] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(9)];
  await mkdir(join(dataDirectory, 'keys'));
  await writeRootKey(dataDirectory, [wrapRoot(root, masterKey)]);
  expect((await openRing('09'.repeat(32))).derive(PURPOSE)).toEqual(createKeyRing(root).derive(PURPOSE));
  const refused = { ok: false, error: { code: 'configuration-invalid' } };
  expect(await openKeyRing({ dataDirectory, masterKey: '07'.repeat(32) })).toMatchObject(refused);
  expect(await openKeyRing({ dataDirectory })).toMatchObject(refused);
  expect(await readdir(join(dataDirectory, 'keys'))).toEqual(['root.key']);
});

test('a root file that is damaged is refused', async () => {
  await mkdir(join(dataDirectory, 'keys'));
  await writeFile(rootKeyFile(dataDirectory), '{"version":1}');
  expect(await openKeyRing({ dataDirectory })).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
});
