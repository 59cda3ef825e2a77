import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StreamPosition } from '../telemetry-stream.ts';
import { openDamageLog } from './damage-log.ts';

test('ranges are listed once, also after a restart that tore the last line', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'damage-log-'));
  const range = (from: string) => ({ from: from as StreamPosition, bytes: 7, reason: 'bytes are missing' });
  const before = await openDamageLog(directory);
  await before.add(range('01'));
  await before.add(range('02'));
  await before.add(range('01'));
  expect(before.list()).toEqual([range('01'), range('02')]);
  await appendFile(join(directory, 'damaged.jsonl'), '{"from":"03","by');
  const after = await openDamageLog(directory);
  expect(after.list()).toEqual([range('01'), range('02')]);
  await after.add(range('02'));
  expect(after.list().length).toBe(2);
  await rm(directory, { recursive: true });
});
