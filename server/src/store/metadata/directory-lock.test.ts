import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockDirectory } from './directory-lock.ts';

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-lock-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test('one process has a directory at most once, until it lets go', () => {
  const directory = emptyDirectory();
  const first = lockDirectory(directory);
  expect(first.ok).toBe(true);
  expect(lockDirectory(directory)).toMatchObject({ ok: false, error: { code: 'data-directory-in-use' } });
  if (first.ok) {
    first.value.release();
    first.value.release();
  }
  const second = lockDirectory(directory);
  expect(second.ok).toBe(true);
  if (second.ok) second.value.release();
});

test('another process keeps us out until it is killed', async () => {
  const directory = emptyDirectory();
  const file = new URL('./directory-lock.ts', import.meta.url).href;
  const program = `
    const { lockDirectory } = await import(${JSON.stringify(file)});
    console.log(lockDirectory(${JSON.stringify(directory)}).ok);
    setInterval(() => {}, 1_000);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(String(await once(owner.stdout, 'data'))).toBe('true\n');
  expect(lockDirectory(directory).ok).toBe(false);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const ours = lockDirectory(directory);
  expect(ours.ok).toBe(true);
  if (ours.ok) ours.value.release();
});
