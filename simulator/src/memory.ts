import type { MemorySpec } from './cluster.ts';

/** The heap of one pod between two collections. */
export interface Heap {
  leakedBytes: number;
  garbageBytes: number;
  liveBytes: number;
  workingSetBytes: number;
  collectorShare: number;
}

export interface HeapInput {
  readonly spec: MemorySpec;
  /** Share of the limit at which the collector runs. */
  readonly collectAt: number;
  readonly requests: number;
  /** Requests that are in the pod at once; each keeps some memory. */
  readonly inFlight: number;
  readonly garbageFactor: number;
  readonly leakBytesPerRequest: number;
  readonly dtS: number;
}

const BYTES_PER_REQUEST_IN_FLIGHT = 200 * 1024;
/** A full collection walks what is alive: about 0.4 s per GiB on one core of a server. */
const COLLECT_S_PER_BYTE = 0.4 / 1024 ** 3;
/** Collectors give back the processor for a while even when nothing can be freed. */
const MOST_COLLECTOR_SHARE = 0.7;

/**
 * Garbage grows with the requests until the collector runs, then falls to what is alive; a leak stays alive. The less
 * room is left, the more often the collector runs. Returns false when the working set passed the limit: the kernel
 * then kills the process.
 */
export function stepHeap(heap: Heap, input: HeapInput): boolean {
  const { spec, requests, dtS } = input;
  heap.leakedBytes += requests * input.leakBytesPerRequest;
  heap.liveBytes = spec.baseBytes + heap.leakedBytes + input.inFlight * BYTES_PER_REQUEST_IN_FLIGHT;
  const made = requests * spec.garbageBytesPerRequest * input.garbageFactor;
  const threshold = Math.max(input.collectAt * spec.limitBytes, heap.liveBytes * 1.02);
  const room = threshold - heap.liveBytes;
  const collections = (heap.garbageBytes + made) / room;
  if (collections >= 1) {
    heap.garbageBytes = (heap.garbageBytes + made) % room;
    heap.collectorShare = Math.min(
      MOST_COLLECTOR_SHARE,
      (Math.floor(collections) * heap.liveBytes * COLLECT_S_PER_BYTE) / dtS,
    );
  } else {
    heap.garbageBytes += made;
    heap.collectorShare = 0;
  }
  heap.workingSetBytes = heap.liveBytes + heap.garbageBytes;
  return heap.workingSetBytes < spec.limitBytes;
}

export function emptyHeap(heap: Heap, spec: MemorySpec): void {
  heap.leakedBytes = 0;
  heap.garbageBytes = 0;
  heap.liveBytes = spec.baseBytes;
  heap.workingSetBytes = spec.baseBytes * 0.8;
  heap.collectorShare = 0;
}
