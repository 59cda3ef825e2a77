import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyRing, fingerprintOf } from './key-ring.ts';
import { masterKeyText } from './master-key.ts';
import { openKeyRing } from './open-key-ring.ts';
import { wrapRoot, writeRootKey } from './root-key.ts';
import { replaceMasterKeyFile, rewrapRoot } from './rotate-master-key.ts';

const [FIRST, SECOND, THIRD] = [7, 8, 9].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const ROOT = fingerprintOf(createKeyRing(FIRST));

let scratch: string;
let directory: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'rotate-'));
  directory = join(scratch, 'data');
  await mkdir(join(directory, 'keys'), { recursive: true });
  await writeFile(keyPath('master.key'), masterKeyText(FIRST));
});
afterEach(() => rm(scratch, { recursive: true }));

function keyPath(name: string): string {
  return join(directory, 'keys', name);
}

/** The fingerprint of what opens, by the file or by a key that is handed in. */
async function opens(masterKey?: Uint8Array): Promise<string | undefined> {
  const hex = masterKey && Buffer.from(masterKey).toString('hex');
  const ring = await openKeyRing({ dataDirectory: directory, ...(hex !== undefined && { masterKey: hex }) });
  return ring.ok ? fingerprintOf(ring.value) : undefined;
}

test('afterwards the new key opens the same ring, and the old one nothing', async () => {
  expect(await replaceMasterKeyFile(directory, SECOND)).toEqual({ ok: true, value: SECOND });
  expect([await opens(), await opens(SECOND), await opens(FIRST)]).toEqual([ROOT, ROOT, undefined]);
  expect(await replaceMasterKeyFile(directory, THIRD)).toMatchObject({ ok: true });
  expect([await opens(), await opens(SECOND)]).toEqual([ROOT, undefined]);
  expect((await readdir(join(directory, 'keys'))).sort()).toEqual(['master.key', 'root.key']);
});

test('without a key one is made, another each time', async () => {
  const made = [await replaceMasterKeyFile(directory, undefined), await replaceMasterKeyFile(directory, undefined)];
  const keys = made.map((one) => (one.ok ? Buffer.from(one.value).toString('hex') : ''));
  expect(new Set(keys).size).toBe(2);
  expect((await readFile(keyPath('master.key'), 'utf8')).trim()).toBe(keys[1]);
  expect(await opens()).toBe(ROOT);
});

test('a key of the configuration is replaced by one file', async () => {
  await rm(keyPath('master.key'));
  expect(await rewrapRoot(directory, FIRST, SECOND)).toEqual({ ok: true });
  expect([await opens(SECOND), await opens(FIRST)]).toEqual([ROOT, undefined]);
  expect(await rewrapRoot(directory, FIRST, THIRD)).toMatchObject({ ok: false });
  expect(await opens(SECOND)).toBe(ROOT);
});

test('the present key again is refused', async () => {
  for (const rotated of [replaceMasterKeyFile(directory, FIRST), rewrapRoot(directory, FIRST, FIRST)])
    expect(await rotated).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
  expect(existsSync(keyPath('root.key'))).toBe(false);
});

/** What a crash leaves behind after each step, made by the same steps. */
const crashes: readonly (readonly [string, () => Promise<void>])[] = [
  ['with the new key written', () => writeFile(keyPath('master.key.next'), masterKeyText(SECOND))],
  ['with half of it written', () => writeFile(keyPath('master.key.next'), 'abc')],
  [
    'with the root wrapped by both',
    async () => {
      await writeFile(keyPath('master.key.next'), masterKeyText(SECOND));
      await writeRootKey(directory, [wrapRoot(FIRST, FIRST), wrapRoot(FIRST, SECOND)]);
    },
  ],
  [
    'with the new key in place',
    async () => {
      await writeFile(keyPath('master.key.next'), masterKeyText(SECOND));
      await writeRootKey(directory, [wrapRoot(FIRST, FIRST), wrapRoot(FIRST, SECOND)]);
      await rename(keyPath('master.key.next'), keyPath('master.key'));
    },
  ],
];

test.each(crashes)('a crash %s: the data opens, and the same call again finishes', async (_, crash) => {
  await crash();
  expect(await opens()).toBe(ROOT);
  const kept = join(scratch, 'kept');
  for (const next of [SECOND, THIRD, undefined]) {
    await cp(directory, kept, { recursive: true });
    const done = await replaceMasterKeyFile(directory, next);
    expect(done).toMatchObject({ ok: true });
    if (next && done.ok) expect(Buffer.from(done.value)).toEqual(Buffer.from(next));
    expect([await opens(), await opens(FIRST)]).toEqual([ROOT, undefined]);
    expect((await readdir(join(directory, 'keys'))).sort()).toEqual(['master.key', 'root.key']);
    await rm(directory, { recursive: true });
    await rename(kept, directory);
  }
});
