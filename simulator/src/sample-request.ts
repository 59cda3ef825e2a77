import type { CallSpec } from './cluster.ts';
import { behaviorOf, isReady } from './pods.ts';
import { processorTimeMs } from './processor.ts';
import type { Random } from './random.ts';
import { LATENCY_SPREAD, UNRESOLVED_MS } from './respond.ts';
import type { CallState, Cause, OperationState, PodState, ServiceState } from './world.ts';

const NEVER_SERVED = ['refused', 'unresolved', 'pool-timeout', 'certificate'] as const satisfies readonly Cause[];
type NeverServed = (typeof NEVER_SERVED)[number];

/** One request as it went through the shop, drawn from what the physics of this step says of each operation. */
export interface RequestNode {
  readonly operation: OperationState;
  /** `undefined` where nobody answered. */
  readonly pod: PodState | undefined;
  /** After the root's start. */
  readonly startMs: number;
  durationMs: number;
  /** Why it failed, at this place; `undefined` when it succeeded. */
  readonly failure: Cause | undefined;
  readonly calls: CallNode[];
}

export interface CallNode {
  readonly spec: CallSpec;
  readonly callee: OperationState;
  /** 0 for the first. */
  readonly attempt: number;
  readonly startMs: number;
  durationMs: number;
  readonly caller: ServiceState;
  /** How the caller saw it end. */
  readonly outcome: 'answered' | 'failed' | 'timeout' | NeverServed;
  /** What the callee did; `undefined` when the call never reached it. */
  readonly served: RequestNode | undefined;
}

/** Draws a request that fails, or one that does not; `mustFail` needs an operation that can. */
export function sampleRequest(
  random: Random,
  operation: OperationState,
  mustFail: boolean,
  startMs: number,
): RequestNode {
  const { service, spec } = operation;
  const chosen = mustFail ? pickCause(random, operation) : undefined;
  const failure = chosen?.cause;
  if (failure && neverServed(failure)) {
    const durationMs =
      failure === 'pool-timeout'
        ? service.spec.pool!.acquireTimeoutMs
        : failure === 'unresolved'
          ? random.lognormal(UNRESOLVED_MS, LATENCY_SPREAD)
          : random.between(1, 5);
    return { operation, pod: undefined, startMs, durationMs, failure, calls: [] };
  }
  const pod = pickPod(random, service, failure === 'defect');
  const typicalMs = processorTimeMs(service, spec.cpuMs) + spec.waitMs * service.waitFactor + service.flow.workerWaitMs;
  const ownMs = random.lognormal(Math.max(0.05, typicalMs), LATENCY_SPREAD);
  const node = { operation, pod, startMs, durationMs: 0, failure, calls: [] as CallNode[] };
  let at = startMs + ownMs * 0.6;
  if (failure === 'timeout') at = startMs + random.between(2_500, 2_700);
  const failsHere = failure !== undefined && failure !== 'call';
  if (!failsHere) {
    for (const [index, call] of operation.calls.entries()) {
      const callSpec = spec.calls[index]!;
      const failsNow = chosen?.call === index;
      const times = failsNow ? Math.max(1, Math.round(callSpec.perRequest)) : timesOf(random, callSpec.perRequest);
      for (let time = 0; time < times; time++) {
        const last = failsNow && time === times - 1;
        const fails = last || (callSpec.optional && random.chance(call.failShare));
        at = makeCall(random, service, call, callSpec, fails, at, node.calls);
      }
      if (failsNow) break;
    }
  }
  node.durationMs = at + ownMs * 0.4 - startMs;
  return node;
}

/** Failures of the way to the callee: it sees nothing of them. */
function neverServed(cause: Cause): cause is NeverServed {
  return (NEVER_SERVED as readonly Cause[]).includes(cause);
}

function pickCause(random: Random, operation: OperationState) {
  let rest = random.next() * operation.failShare;
  for (const cause of operation.causes) {
    rest -= cause.share;
    if (rest <= 0) return cause;
  }
  return operation.causes.at(-1);
}

function pickPod(random: Random, service: ServiceState, defective: boolean): PodState | undefined {
  let weights = 0;
  const fits = (pod: PodState) => isReady(pod) && (!defective || behaviorOf(pod).errorShare > 0);
  for (const pod of service.pods) if (fits(pod)) weights += pod.weight;
  let rest = random.next() * weights;
  for (const pod of service.pods) {
    if (!fits(pod)) continue;
    rest -= pod.weight;
    if (rest <= 0) return pod;
  }
  return service.pods.find(fits);
}

function timesOf(random: Random, perRequest: number): number {
  return perRequest < 1 ? Number(random.chance(perRequest)) : Math.round(perRequest);
}

/** Before another attempt a client waits a little. */
const RETRY_PAUSE_MS = 50;

/** Adds every attempt to `into` and returns when the caller went on. */
function makeCall(
  random: Random,
  caller: ServiceState,
  call: CallState,
  spec: CallSpec,
  fails: boolean,
  startMs: number,
  into: CallNode[],
): number {
  const retries = caller.retries ?? spec.retries;
  const attemptsFailing = fails ? retries + 1 : failedBefore(random, call.attemptFailShare, retries);
  let at = startMs;
  for (let attempt = 0; attempt < attemptsFailing; attempt++) {
    const node = failedAttempt(random, caller, call, spec, attempt, at);
    into.push(node);
    at += node.durationMs + (attempt < retries ? RETRY_PAUSE_MS * random.between(0.7, 1.3) : 0);
  }
  if (fails) return at;
  const node = answeredAttempt(random, caller, call, spec, attemptsFailing, at);
  into.push(node);
  return at + node.durationMs;
}

/** Failed attempts before one that succeeds, at most `retries`. */
function failedBefore(random: Random, failShare: number, retries: number): number {
  let failed = 0;
  while (failed < retries && random.chance(failShare)) failed++;
  return failed;
}

function networkMs(random: Random): number {
  return random.between(0.2, 0.9);
}

function answeredAttempt(
  random: Random,
  caller: ServiceState,
  call: CallState,
  spec: CallSpec,
  attempt: number,
  startMs: number,
): CallNode {
  const { callee } = call;
  const wire = networkMs(random);
  const pool = callee.service.pool;
  // Of the acquisitions most wait little and some long.
  const acquireMs = pool ? Math.min(random.exponential(pool.waitMs), callee.service.spec.pool!.acquireTimeoutMs) : 0;
  const served = sampleRequest(random, callee, false, startMs + acquireMs + wire / 2);
  const durationMs = Math.min(spec.timeoutMs * 0.99, acquireMs + served.durationMs + wire);
  served.durationMs = Math.min(served.durationMs, durationMs);
  return { spec, callee, caller, attempt, startMs, durationMs, outcome: 'answered', served };
}

function failedAttempt(
  random: Random,
  caller: ServiceState,
  call: CallState,
  spec: CallSpec,
  attempt: number,
  startMs: number,
): CallNode {
  const { callee } = call;
  const common = { spec, callee, caller, attempt, startMs };
  const timesOut = callee.failShare <= 0 || random.chance(call.timeoutShare / call.attemptFailShare);
  if (timesOut) {
    const served = sampleRequest(random, callee, false, startMs + networkMs(random));
    served.durationMs = Math.max(served.durationMs, spec.timeoutMs * random.between(1.02, 1.5));
    return { ...common, durationMs: spec.timeoutMs + random.between(0, 4), outcome: 'timeout', served };
  }
  const served = sampleRequest(random, callee, true, startMs + networkMs(random));
  const { failure } = served;
  if (failure && neverServed(failure)) {
    return { ...common, durationMs: served.durationMs + networkMs(random), outcome: failure, served: undefined };
  }
  const gaveUp = served.durationMs > spec.timeoutMs;
  const durationMs = gaveUp ? spec.timeoutMs + random.between(0, 4) : served.durationMs + networkMs(random);
  return { ...common, durationMs, outcome: gaveUp ? 'timeout' : 'failed', served };
}
