import type { Failure } from '@foreshock/model/failure.ts';
import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { isExpired } from './certificate.ts';
import { entityName } from './fault.ts';
import { STEP_S } from './physics.ts';
import { isReady } from './pods.ts';
import { LATENCY_SPREAD } from './respond.ts';
import { shareSlowerThan } from './retry.ts';
import { addToWindow, burnsFast, createSloWindow, type SloWindow } from './slo-window.ts';
import type { ObservedFailure } from './truth.ts';
import type { OperationState, ServiceState, World } from './world.ts';

/** Looks at the physics after each step and applies the label rules of each failure. It knows of no fault. */
export interface FailureObserver {
  /** Failures whose condition began to hold in this step. */
  observe(world: World): readonly ObservedFailure[];
  /** All so far, in the order of their onset. */
  all(): readonly ObservedFailure[];
}

const AVAILABILITY_OBJECTIVE = 0.999;
const LATENCY_OBJECTIVE = 0.99;
/** A failure is over when its condition was false for this long. */
const CLEAR_AFTER = 10 * MINUTE;
const SUSTAINED = 2 * MINUTE;
/** Messages older than this break the promise of an order confirmation. */
const QUEUE_PROMISE_S = 300;

interface Condition {
  since: Timestamp;
  lastTrue: Timestamp;
  index: number;
}

export function createFailureObserver(): FailureObserver {
  const failures: ObservedFailure[] = [];
  const open = new Map<Failure, Map<string, Condition>>();
  const availability = new Map<string, SloWindow>();
  const latency = new Map<string, SloWindow>();
  const slowAfterMs = new Map<OperationState, number>();
  let fresh: ObservedFailure[] = [];
  let now = 0;

  /** `lasts`: how long the condition must have held before it counts. */
  function note(failure: Failure, entity: string, instance: string, holds: boolean, lasts = 0): void {
    let byEntity = open.get(failure);
    if (!byEntity) {
      byEntity = new Map();
      open.set(failure, byEntity);
    }
    const known = byEntity.get(entity);
    if (!holds) {
      if (!known) return;
      if (known.index < 0) byEntity.delete(entity);
      else if (now - known.lastTrue >= CLEAR_AFTER) {
        failures[known.index] = { ...failures[known.index]!, end: known.lastTrue };
        byEntity.delete(entity);
      }
      return;
    }
    const condition = known ?? { since: now - STEP_S * SECOND, lastTrue: now, index: -1 };
    condition.lastTrue = now;
    byEntity.set(entity, condition);
    if (condition.index >= 0 || now - condition.since < lasts) return;
    const observed = { failure, entity, instance, onset: now };
    condition.index = failures.length;
    failures.push(observed);
    fresh.push(observed);
  }

  function windowOf(windows: Map<string, SloWindow>, name: string): SloWindow {
    const known = windows.get(name) ?? createSloWindow(STEP_S);
    windows.set(name, known);
    return known;
  }

  function observeObjectives(service: ServiceState, entity: string): void {
    let failed = 0;
    let slow = 0;
    for (const operation of service.operations) {
      const limit = slowAfterMs.get(operation) ?? slowLimitMs(operation);
      slowAfterMs.set(operation, limit);
      failed += operation.ratePerS * operation.failShare;
      const share = shareSlowerThan(operation.latencyMs, limit, LATENCY_SPREAD);
      slow += operation.ratePerS * (1 - operation.failShare) * share;
    }
    const total = service.flow.ratePerS;
    const errors = windowOf(availability, entity);
    addToWindow(errors, total * STEP_S, failed * STEP_S);
    const waits = windowOf(latency, entity);
    addToWindow(waits, (total - failed) * STEP_S, slow * STEP_S);
    if (service.spec.role === 'http') {
      note('slo_availability', entity, '', burnsFast(errors, AVAILABILITY_OBJECTIVE));
      note('slo_latency', entity, '', burnsFast(waits, LATENCY_OBJECTIVE));
    }
    const outage = total * STEP_S >= 4 && failed > total / 2;
    note(service.spec.role === 'datastore' ? 'datastore_down' : 'dependency_outage', entity, '', outage, SUSTAINED);
  }

  function observePods(service: ServiceState, entity: string): void {
    let ready = 0;
    let killed = false;
    let looping = false;
    for (const pod of service.pods) {
      if (isReady(pod)) ready++;
      const restarted = pod.recentRestarts.at(-1) === now - STEP_S * SECOND;
      if (restarted && pod.lastTerminated === 'OOMKilled') killed = true;
      const recent = pod.recentRestarts.filter((time) => time > now - 10 * MINUTE).length;
      if (pod.state === 'backoff' || (restarted && recent >= 3)) looping = true;
    }
    note('out_of_memory', entity, '', killed);
    note('crash_loop', entity, '', looping);
    note('availability_loss', entity, '', ready < service.desiredReplicas / 2, SUSTAINED);
    note('unready', entity, '', ready < service.desiredReplicas, SUSTAINED);
  }

  function observe(world: World): readonly ObservedFailure[] {
    fresh = [];
    now = world.now;
    for (const service of world.inCallOrder) {
      const { spec, volume, pool, certificate } = service;
      const entity = entityName(world, spec.name);
      observeObjectives(service, entity);
      observePods(service, entity);
      if (volume && spec.volume) {
        note(
          'disk_full',
          entityName(world, spec.volume.claim),
          '',
          volume.usedBytes >= 0.95 * spec.volume.capacityBytes,
        );
      }
      if (pool && spec.pool) note('pool_exhausted', entity, spec.name, pool.used >= 0.98 * spec.pool.limit, MINUTE);
      note('cert_expiry', entity, '', isExpired(certificate, now));
    }
    const { backlog, arrivedPerS, drainedPerS } = world.queue;
    const late = backlog > QUEUE_PROMISE_S * Math.max(0.1, drainedPerS) && arrivedPerS > drainedPerS;
    note('queue_backlog', entityName(world, world.spec.queue.worker), world.spec.queue.topic, late);
    return fresh;
  }

  return { observe, all: () => failures };
}

/** Three times the time on an idle cluster, and never less than 100 ms. */
function slowLimitMs(operation: OperationState): number {
  return Math.max(100, 3 * idleLatencyMs(operation));
}

export function idleLatencyMs(operation: OperationState): number {
  let sum = operation.spec.cpuMs + operation.spec.waitMs;
  for (const [index, call] of operation.calls.entries()) {
    sum += operation.spec.calls[index]!.perRequest * idleLatencyMs(call.callee);
  }
  return sum;
}
