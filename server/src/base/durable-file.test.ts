import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFileIfAny, replaceFile } from './durable-file.ts';

test('a file is replaced as a whole, is readable by its owner alone, and leaves nothing beside it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'durable-'));
  const path = join(directory, 'x.json');
  expect(await readFileIfAny(path)).toBeUndefined();
  await replaceFile(path, 'a longer first content');
  await replaceFile(path, 'second');
  expect((await readFileIfAny(path))?.toString()).toBe('second');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(['x.json']);
  await rm(directory, { recursive: true });
});
