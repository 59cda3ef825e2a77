import { readFileSync } from 'node:fs';
import type { Platform } from '../../../test/support/platform.ts';

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
        gatewayMiB: residentMiB(platform.pidOf('gateway')),
        engineMiB: residentMiB(platform.pidOf('engine')),
      });
    } catch {
      // A process is being restarted; that it was is seen elsewhere.
    }
  }, EVERY_MS);
  return { samples, stop: () => clearInterval(timer) };
}

function residentMiB(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (found === null) throw new Error(`no VmRSS of ${pid}`);
  return Number(found[1]) / 1_024;
}
