import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../../base/logger.ts';
import { createDiskGuard, type DiskGuardOptions } from './disk-guard.ts';

const MORE_THAN_ANY_DISK = 2 ** 52;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'disk-guard-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function lookOnce(config: DiskGuardOptions['config']) {
  const guard = createDiskGuard({ directory, config, logger: createLogger({ level: 'silent', name: 'test' }) });
  await guard.look();
  return guard;
}

test('a disk is full below the bytes that must stay free, or below their share of the disk', async () => {
  const check = async (minFreeDiskBytes: number, minFreeDiskShare: number): Promise<boolean> =>
    (await lookOnce({ minFreeDiskBytes, minFreeDiskShare, ballastBytes: 0 })).isFull();
  expect(await check(1, 0)).toBe(false);
  expect(await check(MORE_THAN_ANY_DISK, 0)).toBe(true);
  // Even an empty disk keeps some blocks to itself.
  expect(await check(1, 1)).toBe(true);
  expect(await check(0, 1)).toBe(false);
});

test('a ballast lies on a disk with room, is given up when room runs out, and is found again after a restart', async () => {
  const config = { minFreeDiskBytes: 1, minFreeDiskShare: 0, ballastBytes: 1_000_000 };
  await lookOnce(config);
  expect((await stat(join(directory, 'ballast'))).size).toBe(1_000_000);
  // A ballast larger than what is free: the same as no room at all.
  const guard = await lookOnce({ ...config, ballastBytes: MORE_THAN_ANY_DISK });
  expect(await readdir(directory)).toEqual([]);
  await guard.look();
  expect(await readdir(directory)).toEqual([]);
});

test('without a floor there is no ballast', async () => {
  await lookOnce({ minFreeDiskBytes: 0, minFreeDiskShare: 0.05, ballastBytes: 1_000_000 });
  expect(await readdir(directory)).toEqual([]);
});
