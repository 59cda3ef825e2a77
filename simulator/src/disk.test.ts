import { expect, test } from 'vitest';
import { GIB, MIB } from './cluster.ts';
import { createVolume, isFull, stepVolume } from './disk.ts';
import { createRandom } from './random.ts';

const spec = { claim: 'data-0', capacityBytes: 10 * GIB, baseShare: 0.4, compactAtShare: 0.1 };

test('usual writes pile up, are compacted, and stay below six tenths', () => {
  const volume = createVolume(spec, createRandom(1));
  let compactions = 0;
  for (let step = 0; step < 5_000; step++) if (stepVolume(volume, spec, 10 * MIB, 10)) compactions++;
  expect(compactions).toBeGreaterThan(20);
  expect(volume.usedBytes).toBeLessThan(0.6 * spec.capacityBytes);
});

test('a verbose log fills the volume in spite of compaction, and never past its capacity', () => {
  const volume = createVolume(spec, createRandom(1));
  volume.extraBytesPerS = 5 * MIB;
  for (let step = 0; step < 1_000; step++) stepVolume(volume, spec, 10 * MIB, 10);
  expect(isFull(volume, spec)).toBe(true);
  expect(volume.usedBytes).toBeLessThanOrEqual(spec.capacityBytes);
});

test('a volume whose compaction stopped only grows', () => {
  const volume = createVolume(spec, createRandom(1));
  volume.compacts = false;
  for (let step = 0; step < 300; step++) {
    const before = volume.usedBytes;
    stepVolume(volume, spec, 10 * MIB, 10);
    expect(volume.usedBytes).toBeGreaterThan(before);
  }
});
