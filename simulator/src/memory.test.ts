import { expect, test } from 'vitest';
import { MIB } from './cluster.ts';
import { type Heap, stepHeap } from './memory.ts';

const spec = { limitBytes: 1_000 * MIB, baseBytes: 400 * MIB, garbageBytesPerRequest: 0.1 * MIB, collectAt: 0.7 };
const input = { spec, collectAt: 0.7, requests: 500, inFlight: 0, garbageFactor: 1, leakBytesPerRequest: 0, dtS: 10 };
const createHeap = (): Heap => ({
  leakedBytes: 0,
  garbageBytes: 0,
  liveBytes: 0,
  workingSetBytes: 0,
  collectorShare: 0,
});

test('without a leak the working set saws between what is alive and the threshold, for ever', () => {
  const heap = createHeap();
  let highest = 0;
  let falls = 0;
  for (let step = 0; step < 2_000; step++) {
    const before = heap.workingSetBytes;
    expect(stepHeap(heap, input)).toBe(true);
    highest = Math.max(highest, heap.workingSetBytes);
    if (heap.workingSetBytes < before) falls++;
  }
  expect(highest).toBeLessThanOrEqual(0.7 * spec.limitBytes);
  expect(highest).toBeGreaterThan(0.6 * spec.limitBytes);
  expect(falls).toBeGreaterThan(100);
});

test('a leak makes the collector run more often before the limit is passed', () => {
  const heap = createHeap();
  const shares: number[] = [];
  let alive = true;
  for (let step = 0; alive && step < 5_000; step++) {
    alive = stepHeap(heap, { ...input, leakBytesPerRequest: 0.002 * MIB });
    shares.push(heap.collectorShare);
  }
  expect(alive).toBe(false);
  const mean = (part: readonly number[]) => part.reduce((sum, share) => sum + share, 0) / part.length;
  const half = Math.floor(shares.length / 2);
  expect(mean(shares.slice(half))).toBeGreaterThan(3 * mean(shares.slice(0, half)));
});
