import { createThreadPool } from '@foreshock/server/base/thread-call.ts';
import type { RunPlan } from './run-plan.ts';
import type { RunRecord } from './run-record.ts';
import type { RunAnswer, RunRequest } from './run-worker.ts';

const THREADS = 2;

/** Makes every run, two at a time: first the healthy day of each seed, then the faults after it. Order as planned. */
export async function makeRuns(
  plans: readonly RunPlan[],
  onDone: (record: RunRecord, done: number) => void,
): Promise<RunRecord[]> {
  const pool = createThreadPool<RunRequest, RunAnswer>({
    file: new URL('./run-worker.ts', import.meta.url),
    threadCount: THREADS,
  });
  try {
    const warm = new Map<number, Promise<SharedArrayBuffer>>();
    let done = 0;
    const make = async (plan: RunPlan): Promise<RunRecord> => {
      let healthy = warm.get(plan.seed);
      if (!healthy) {
        healthy = warmUpIn(pool, plan.seed);
        warm.set(plan.seed, healthy);
      }
      const answer = await pool.call({ do: 'run', plan, warm: await healthy });
      if (answer.did !== 'run') throw new Error(`a run was answered with ${answer.did}`);
      done += 1;
      onDone(answer.record, done);
      return answer.record;
    };
    return await Promise.all(plans.map(make));
  } finally {
    await pool.stop();
  }
}

async function warmUpIn(
  pool: { call(request: RunRequest): Promise<RunAnswer> },
  seed: number,
): Promise<SharedArrayBuffer> {
  const answer = await pool.call({ do: 'warm-up', seed });
  if (answer.did !== 'warm-up') throw new Error(`a warm-up was answered with ${answer.did}`);
  return answer.warm;
}
