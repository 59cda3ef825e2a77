import { type DurationMs, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { CreateFault, FaultCourse, FaultPlan } from './fault.ts';
import { badDeploy } from './faults/bad-deploy.ts';
import { certificateExpiry } from './faults/certificate-expiry.ts';
import { diskFill } from './faults/disk-fill.ts';
import { drain } from './faults/drain.ts';
import { gcSawtooth } from './faults/gc-sawtooth.ts';
import { healthyDeploy } from './faults/healthy-deploy.ts';
import { memoryLeak } from './faults/memory-leak.ts';
import { nameResolution } from './faults/name-resolution.ts';
import { nightlyBatch } from './faults/nightly-batch.ts';
import { noisyNeighbor } from './faults/noisy-neighbor.ts';
import { plain } from './faults/plain.ts';
import { poolExhaustion } from './faults/pool-exhaustion.ts';
import { retryStorm } from './faults/retry-storm.ts';
import { autoscaling, trafficPeak } from './faults/traffic-peak.ts';
import { STEP_S } from './physics.ts';
import type { Random } from './random.ts';
import { type FaultFamily, type FaultTruth, isDecoy, type ObservedFailure } from './truth.ts';
import type { World } from './world.ts';

const families: Readonly<Record<FaultFamily, CreateFault>> = {
  'memory-leak': memoryLeak,
  'disk-fill': diskFill,
  'pool-exhaustion': poolExhaustion,
  'retry-storm': retryStorm,
  'certificate-expiry': certificateExpiry,
  'noisy-neighbor': noisyNeighbor,
  'bad-deploy': badDeploy,
  'nightly-batch': nightlyBatch,
  'healthy-deploy': healthyDeploy,
  'traffic-peak': trafficPeak,
  'gc-sawtooth': gcSawtooth,
  drain,
  autoscaling,
  plain,
  'name-resolution': nameResolution,
};

interface RunningFault {
  readonly course: FaultCourse;
  readonly endsAfter: DurationMs;
  truth: FaultTruth;
  repairedAt: Timestamp | undefined;
}

/** Begins, advances and repairs the planned faults, and writes down what became of each. */
export interface FaultRunner {
  /** Begins one that was not planned, now; throws when the cluster lacks what it needs. Returns its course. */
  begin(world: World, plan: FaultPlan): { readonly faultId: string; readonly course: FaultCourse };
  /** Repairs one before its time. */
  end(world: World, faultId: string): void;
  /** Before a step. */
  advance(world: World): void;
  /** After a step: what the label rules saw, and all failures so far. */
  record(world: World, fresh: readonly ObservedFailure[], all: readonly ObservedFailure[]): void;
  truths(): readonly FaultTruth[];
}

/** More failed requests than this within a step are not the sporadic ones. */
const FAILING_SHARE = 0.01;

export function createFaultRunner(plans: readonly FaultPlan[], random: Random): FaultRunner {
  const waiting = plans.map((plan, index) => ({ plan, index })).sort((a, b) => a.plan.at - b.plan.at);
  const running: RunningFault[] = [];

  let count = plans.length;

  function begin(world: World, plan: FaultPlan, index = count++) {
    const mechanism = plan.mechanism ?? 'usual';
    const faultId = `${plan.family}-${index + 1}`;
    const draw = { plan, changed: mechanism === 'changed', random: random.fork(faultId) };
    const course = families[plan.family](world, draw);
    const [expected] = course.expects;
    const truth: FaultTruth = {
      faultId,
      family: plan.family,
      mechanism,
      variant: course.variant,
      decoy: isDecoy(plan.family),
      ...(expected && { failure: expected.failure, rootCause: course.rootCause }),
      ...(expected?.entity && { entity: expected.entity }),
      precursorStart: world.now,
    };
    running.push({ course, endsAfter: plan.endsAfter ?? Number.POSITIVE_INFINITY, truth, repairedAt: undefined });
    return { faultId, course };
  }

  function repair(world: World, fault: RunningFault): void {
    fault.course.repair(world);
    fault.repairedAt = world.now;
    const end = fault.truth.onset === undefined ? { end: world.now } : {};
    fault.truth = { ...fault.truth, repairedAt: world.now, ...end };
  }

  function advance(world: World): void {
    while (waiting.length > 0 && waiting[0]!.plan.at <= world.now) {
      const { plan, index } = waiting.shift()!;
      begin(world, plan, index);
    }
    for (const fault of running) {
      if (fault.repairedAt !== undefined) continue;
      const { course, truth } = fault;
      const elapsed = world.now - truth.precursorStart;
      const due =
        truth.onset === undefined ? elapsed >= course.givesUpAfter : world.now - truth.onset >= course.repairAfter;
      if (due || elapsed >= fault.endsAfter) repair(world, fault);
      else course.advance?.(world, elapsed);
    }
  }

  function record(world: World, fresh: readonly ObservedFailure[], all: readonly ObservedFailure[]): void {
    let failing: boolean | undefined;
    for (const fault of running) {
      const { truth, course } = fault;
      if (truth.end !== undefined || truth.decoy) continue;
      if (truth.firstFailedRequest === undefined && fault.repairedAt === undefined) {
        failing ??= anyServiceFails(world);
        if (failing) fault.truth = { ...fault.truth, firstFailedRequest: world.now - STEP_S * SECOND };
      }
      if (truth.onset === undefined) {
        const own = fresh.find((observed) => isExpected(course, observed));
        if (own) fault.truth = { ...fault.truth, ...described(own) };
      } else {
        const end = endOf(truth, all);
        if (end === undefined || fault.repairedAt === undefined) continue;
        fault.truth = { ...fault.truth, end: Math.max(end, fault.repairedAt) };
      }
    }
  }

  return {
    begin: (world, plan) => begin(world, plan),
    end(world, faultId) {
      const fault = running.find(({ truth }) => truth.faultId === faultId);
      if (fault && fault.repairedAt === undefined) repair(world, fault);
    },
    advance,
    record,
    truths: () => running.map((fault) => fault.truth),
  };
}

function isExpected(course: FaultCourse, { failure, entity }: ObservedFailure): boolean {
  return course.expects.some(
    (expected) => expected.failure === failure && (!expected.entity || expected.entity === entity),
  );
}

function described({ failure, entity, instance, onset }: ObservedFailure) {
  return { failure, entity, onset, ...(instance && { instance }) };
}

function endOf(truth: FaultTruth, all: readonly ObservedFailure[]): Timestamp | undefined {
  return all.find((one) => one.failure === truth.failure && one.entity === truth.entity && one.onset === truth.onset)
    ?.end;
}

function anyServiceFails(world: World): boolean {
  return world.inCallOrder.some((service) =>
    service.operations.some((operation) => operation.ratePerS > 0 && operation.failShare > FAILING_SHARE),
  );
}
