// The thread in which runs are made, so that both cores work.
import { serveThreadCalls } from '@foreshock/server/base/thread-call.ts';
import { runFault } from './run-fault.ts';
import type { RunPlan } from './run-plan.ts';
import type { RunRecord } from './run-record.ts';
import { warmUp } from './warm-up.ts';

export type RunRequest =
  | { readonly do: 'warm-up'; readonly seed: number }
  | { readonly do: 'run'; readonly plan: RunPlan; readonly warm: SharedArrayBuffer };

export type RunAnswer =
  | { readonly did: 'warm-up'; readonly warm: SharedArrayBuffer }
  | { readonly did: 'run'; readonly record: RunRecord };

function answer(request: RunRequest): RunAnswer {
  switch (request.do) {
    case 'warm-up':
      return { did: 'warm-up', warm: shared(warmUp(request.seed)) };
    case 'run':
      return { did: 'run', record: runFault(request.plan, new Uint8Array(request.warm)) };
  }
}

/** Every run of a seed reads the same bytes. */
function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

serveThreadCalls<RunRequest, RunAnswer>((request) => ({ answer: answer(request) }));
