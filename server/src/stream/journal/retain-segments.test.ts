import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE } from '@foreshock/model/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { randomBytes } from '../../base/crypto/random.ts';
import type { JournalOffset } from './journal-position.ts';
import { retainSegments } from './retain-segments.ts';
import { keyCheckOf, SEGMENT_HEADER_BYTES, segmentName } from './segment-header.ts';
import { createSegment } from './segment-writer.ts';

const BASES = [1_000, 2_000, 3_000];
const START = 1_750_000_000_000;

let directory: string;
let appliedSince: Map<JournalOffset, number>;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-retain-'));
  appliedSince = new Map();
  const keys = createKeyRing(new Uint8Array(32));
  for (const [index, base] of BASES.entries()) {
    const salt = randomBytes(16);
    const writer = await createSegment(join(directory, segmentName(base)), {
      base,
      previousEnd: index === 0 ? 0 : BASES[index - 1]! + SEGMENT_HEADER_BYTES + 500,
      firstSequence: 0,
      createdAt: START,
      salt,
      keyCheck: keyCheckOf(keys, base, salt),
    });
    await writer.close();
  }
});
afterEach(() => rm(directory, { recursive: true }));

function retain(appliedEnd: JournalOffset, afterMinutes: number): Promise<number> {
  return retainSegments({
    directory,
    appliedEnd,
    marginMs: 10 * MINUTE,
    now: START + afterMinutes * MINUTE,
    appliedSince,
  });
}

async function kept(): Promise<string[]> {
  return (await readdir(directory)).sort();
}

test('a segment goes once it has been wholly applied for the margin, and not before', async () => {
  const endOfFirst = BASES[0]! + SEGMENT_HEADER_BYTES + 500;
  expect(await retain(endOfFirst - 1, 0)).toBe(0);
  expect(await retain(endOfFirst - 1, 60)).toBe(0);
  expect(await retain(endOfFirst, 60)).toBe(0);
  expect(await retain(endOfFirst, 69)).toBe(0);
  expect(await retain(endOfFirst, 70)).toBe(1);
  expect(await kept()).toEqual([segmentName(2_000), segmentName(3_000)]);
});

test('the newest segment stays, however long it has been applied', async () => {
  await retain(1_000_000, 0);
  expect(await retain(1_000_000, 1_000)).toBe(2);
  expect(await kept()).toEqual([segmentName(3_000)]);
});
