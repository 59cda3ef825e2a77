import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StreamPosition } from '../stream/telemetry-stream.ts';
import { readBounds, writeBounds } from './batch-bounds.ts';

test('the bounds written last are read, and none before the first', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-bounds-'));
  expect(await readBounds(directory)).toBeUndefined();
  const bounds = (first: string, last: string) => ({ first: first as StreamPosition, last: last as StreamPosition });
  await writeBounds(directory, bounds('1', '2'));
  await writeBounds(directory, bounds('3', '3'));
  expect(await readBounds(directory)).toEqual(bounds('3', '3'));
  rmSync(directory, { recursive: true });
});
