import fs, { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSectorCipher } from '../../base/crypto/sector-cipher.ts';
import { openSectorFile, readPlain } from './sector-file.ts';
import { readTar, unpackEncrypted } from './unpack-directory.ts';

const cipher = createSectorCipher(new Uint8Array(32).fill(3), 'test');

function tarOf(entries: { path: string; content?: string }[]): Uint8Array {
  const blocks = entries.map(({ path, content }) => {
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write((content?.length ?? 0).toString(8).padStart(11, '0'), 124);
    header.write(content === undefined ? '5' : '0', 156);
    header.write('ustar', 257);
    const body = Buffer.alloc(Math.ceil((content?.length ?? 0) / 512) * 512);
    body.write(content ?? '');
    return Buffer.concat([header, body]);
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1_024)]));
}

test('files and directories come out encrypted, with their content', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-unpack-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const tar = tarOf([{ path: '/base' }, { path: '/base/1', content: 'hello' }, { path: '/empty', content: '' }]);
  expect(await unpackEncrypted(tar, directory, cipher)).toBe(true);
  expect(readdirSync(directory).sort()).toEqual(['base', 'empty']);
  const path = join(directory, 'base', '1');
  expect(fs.readFileSync(path).includes('hello')).toBe(false);
  const target = Buffer.alloc(10);
  const file = openSectorFile(fs, fs.openSync(path, 'r+'), cipher);
  expect(target.toString('utf8', 0, readPlain(fs, file, cipher, target, 0))).toBe('hello');
});

test('bytes that are refused', () => {
  const good = tarOf([{ path: '/base' }, { path: '/base/1', content: 'x'.repeat(2_000) }]);
  expect(readTar(good)).toHaveLength(2);
  expect(readTar(new Uint8Array(0)), 'empty').toBeUndefined();
  expect(readTar(good.subarray(0, 2_000)), 'cut in a file').toBeUndefined();
  expect(readTar(good.subarray(0, good.length - 1_024)), 'cut at the end').toBeUndefined();
  expect(readTar(new Uint8Array(1_024).fill(65)), 'no tar').toBeUndefined();
  expect(readTar(tarOf([{ path: '../outside', content: 'x' }])), 'outside').toBeUndefined();
});
