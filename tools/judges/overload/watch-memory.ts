import type { Platform } from '../../../test/support/platform.ts';
import { residentMemory } from '../../../test/support/resident-memory.ts';

export interface MemorySample {
  readonly gatewayMiB: number;
  readonly engineMiB: number;
}

export interface MemoryWatch {
  readonly samples: readonly MemorySample[];
  stop(): void;
}

const EVERY_MS = 1_000;

/** Resident memory of both processes, once per second, as the kernel of Linux tells it. */
export function watchMemory(platform: Platform): MemoryWatch {
  const samples: MemorySample[] = [];
  const timer = setInterval(() => {
    try {
      samples.push({
        gatewayMiB: residentMemory(platform.pidOf('gateway')).nowMiB,
        engineMiB: residentMemory(platform.pidOf('engine')).nowMiB,
      });
    } catch {
      // A process is being restarted; that it was is seen elsewhere.
    }
  }, EVERY_MS);
  return { samples, stop: () => clearInterval(timer) };
}
