import { SECOND } from '@foreshock/model/time.ts';
import type { LogRecord, Span } from '@foreshock/otlp/telemetry-to-send.ts';
import { requestLogs } from './emit-logs.ts';
import { spansOf, type TracedRequest, traceRequest } from './emit-traces.ts';
import type { Emitted } from './emitted.ts';
import { STEP_S } from './physics.ts';
import type { Random } from './random.ts';
import { sampleRequest } from './sample-request.ts';
import type { Sources } from './sources.ts';
import { type Sampling, samplingOf } from './trace-context.ts';
import type { OperationState, World } from './world.ts';

export interface RequestSampling {
  /** Probability that a request which succeeds is kept. */
  readonly probability: number;
  readonly failuresPerMinute: number;
}

export interface RequestsEmitter {
  /** The spans and lines of the requests of this step that are kept. */
  emit(world: World): { readonly spans: readonly Emitted<Span>[]; readonly logs: readonly Emitted<LogRecord>[] };
}

/**
 * Draws requests from the physics of the step. Those that fail are kept more often than those that succeed, as a tail
 * sampler does; each span's `tracestate` says how many it stands for.
 */
export function createRequestsEmitter(sources: Sources, sampling: RequestSampling, random: Random): RequestsEmitter {
  const usual = samplingOf(sampling.probability);
  let lastSent: TracedRequest['linkTo'];

  function emit(world: World) {
    const spans: Emitted<Span>[] = [];
    const logs: Emitted<LogRecord>[] = [];
    const { entry, queue } = world.spec;
    const roots = [...world.services.get(entry.service)!.operations, ...world.services.get(queue.worker)!.operations];

    function keep(root: OperationState, fails: boolean, kept: Sampling): void {
      const request = sampleRequest(random, root, fails, 0);
      if (!request.pod) return;
      const start = world.now - random.next() * STEP_S * SECOND - request.durationMs;
      const consumes = root.service.spec.name === queue.worker;
      const trace = traceRequest(random, request, start, kept, consumes ? lastSent : undefined);
      spans.push(...spansOf(world, sources, trace, random));
      logs.push(...requestLogs(sources, trace, random));
      if (root.spec.name === 'POST /checkout' && !fails)
        lastSent = { traceId: trace.traceId, spanId: trace.spanIds.get(request)! };
    }

    let failing = 0;
    for (const root of roots) failing += root.ratePerS * root.failShare * STEP_S;
    const budget = (sampling.failuresPerMinute * STEP_S) / 60;
    const rare = samplingOf(Math.min(1, Math.max(usual.probability, budget / Math.max(failing, 1e-9))));
    for (const root of roots) {
      const requests = root.ratePerS * STEP_S;
      const good = random.poisson(requests * (1 - root.failShare) * usual.probability);
      for (let count = 0; count < good; count++) keep(root, false, usual);
      const bad = random.poisson(requests * root.failShare * rare.probability);
      for (let count = 0; count < bad; count++) keep(root, true, rare);
    }
    return { spans, logs };
  }

  return { emit };
}
