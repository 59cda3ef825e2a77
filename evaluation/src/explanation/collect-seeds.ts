import { createThreadPool } from '@foreshock/server/base/thread-call.ts';
import type { CollectedIncident } from './collect-incidents.ts';

const THREADS = 2;

/** A cluster a seed. `enough`: incidents after which no further seed is begun; absent: all seeds. */
export async function collectSeeds(
  seeds: readonly number[],
  report: (line: string) => void,
  enough = Number.POSITIVE_INFINITY,
): Promise<CollectedIncident[]> {
  const pool = createThreadPool<number, CollectedIncident[]>({
    file: new URL('./collect-worker.ts', import.meta.url),
    threadCount: Math.min(THREADS, seeds.length),
  });
  const collected: CollectedIncident[] = [];
  try {
    for (let at = 0; at < seeds.length && incidentsOf(collected) < enough; at += THREADS) {
      const next = seeds.slice(at, at + THREADS).map(async (seed) => {
        const found = await pool.call(seed);
        report(`seed ${seed}: ${found.length} explanations`);
        return found;
      });
      collected.push(...(await Promise.all(next)).flat());
    }
  } finally {
    await pool.stop();
  }
  return collected;
}

function incidentsOf(collected: readonly CollectedIncident[]): number {
  return new Set(collected.map(({ sources }) => sources.incident.id)).size;
}
