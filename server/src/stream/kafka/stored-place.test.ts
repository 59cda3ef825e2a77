import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStoredPlace, writeStoredPlace } from './stored-place.ts';

test('the place is read as it was written; a missing or broken file is none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kafka-stored-'));
  expect(await readStoredPlace(directory)).toBeUndefined();
  const place = { topic: '0ed4727b', offset: 2n ** 60n, receivedAt: 1_750_000_000_000 };
  await writeStoredPlace(directory, place);
  expect(await readStoredPlace(directory)).toEqual(place);
  for (const broken of ['', '{"topic":"0ed4727b"', '{"topic":"0ed4727b","offset":"x","receivedAt":1}', '[]']) {
    await writeFile(join(directory, 'kafka-stored.json'), broken);
    expect(await readStoredPlace(directory), broken).toBeUndefined();
  }
  await rm(directory, { recursive: true });
});
