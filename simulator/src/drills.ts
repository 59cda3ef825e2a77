import {
  DRILL_ALLOWED,
  DRILL_LABEL,
  DRILL_OVERTIME_MS,
  DRILL_REPAIR_AFTER_MS,
  type DrillFault,
  type DrillKind,
  type DrillPlan,
  type DrillReport,
} from '@foreshock/model/drill.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { entityName, type FaultCourse, type FaultPlan } from './fault.ts';
import { callersOf } from './flow.ts';
import type { Simulation } from './simulation.ts';
import type { FaultTruth } from './truth.ts';
import type { World } from './world.ts';

/** Faults that somebody asks for while the cluster lives, one at a time. */
export interface Drills {
  /** Begins with the next step, or says why not. */
  start(plan: DrillPlan): DrillReport;
  /** Repairs it now, or says that it is not there. */
  stop(id: string): DrillReport;
  /** What is known of the drill that was begun last. */
  report(): DrillReport | undefined;
}

interface Running {
  readonly id: string;
  readonly faultId: string;
  readonly startedAt: Timestamp;
  readonly fault: DrillFault;
  readonly failures: readonly string[];
}

/** What each kind does where nobody names a workload: one that is asked also while the demo's own story stops the checkout. */
const FAULTS: Readonly<Record<DrillKind, Pick<FaultPlan, 'family' | 'variant'> & { readonly target: string }>> = {
  memory: { family: 'memory-leak', target: 'recommendations' },
  cpu: { family: 'noisy-neighbor', target: 'catalog' },
  pool: { family: 'pool-exhaustion', variant: 'leaked-connections', target: 'catalog' },
  disk: { family: 'disk-fill', target: 'search' },
  dns: { family: 'name-resolution', target: 'search' },
};

export function createDrills(simulation: Simulation): Drills {
  const { world } = simulation;
  let last: Running | undefined;

  function begin({ id, kind, namespace, target, course }: DrillPlan): DrillReport {
    const { family, variant, target: usual } = FAULTS[kind];
    const begun = simulation.beginFault({
      family,
      at: world.now,
      ...(variant && { variant }),
      target: target ?? usual,
      namespace,
      course,
      repairAfter: DRILL_REPAIR_AFTER_MS,
      endsAfter: course + DRILL_OVERTIME_MS,
    });
    const fault = faultOf(world, begun.course, target ?? usual);
    const failures = begun.course.expects.map((expected) => expected.failure);
    last = { id, faultId: begun.faultId, startedAt: world.now, fault, failures };
    return reportOf(last);
  }

  function reportOf({ id, faultId, startedAt, fault, failures }: Running): DrillReport {
    const truth = simulation.truth();
    const own = truth.faults.find((one) => one.faultId === faultId);
    const onset = truth.failures.find(
      (one) => one.onset > startedAt && failures.includes(one.failure) && fault.touches.includes(one.entity),
    )?.onset;
    const endedAt = own?.repairedAt;
    const others = truth.faults.filter((one) => one.faultId !== faultId && wentOn(one, startedAt));
    return {
      id,
      state: endedAt === undefined ? 'running' : 'over',
      startedAt,
      fault,
      ...(onset !== undefined && { onset }),
      ...(endedAt !== undefined && { endedAt }),
      others: [
        ...new Set(others.flatMap(({ rootCause, entity }) => [rootCause, entity].filter((name) => name !== undefined))),
      ],
    };
  }

  return {
    start(plan) {
      const { namespace, namespaceLabels } = world.spec;
      const refuse = (reason: string): DrillReport => ({ id: plan.id, state: 'refused', reason });
      if (plan.namespace !== namespace) return refuse(`there is no namespace ${plan.namespace}, but ${namespace}`);
      if (namespaceLabels[DRILL_LABEL] !== DRILL_ALLOWED)
        return refuse(`the namespace ${namespace} has no label ${DRILL_LABEL}: ${DRILL_ALLOWED}`);
      if (last && reportOf(last).state === 'running') return refuse(`the drill ${last.id} is going on: stop it first`);
      try {
        return begin(plan);
      } catch (error) {
        // A fault says so of a workload that is not there, or that has nothing which could fail so.
        return refuse(error instanceof Error ? error.message : String(error));
      }
    },
    stop(id) {
      if (last?.id !== id)
        return { id, state: 'refused', reason: 'the simulator was started again, and the fault is gone' };
      simulation.endFault(last.faultId);
      return reportOf(last);
    },
    report: () => last && reportOf(last),
  };
}

function faultOf(world: World, { variant, rootCause, touches = [], expects }: FaultCourse, target: string): DrillFault {
  const victims = expects.map(({ entity }) => entity).filter((entity) => entity !== '');
  const own = [...new Set([rootCause, ...touches, ...victims, entityName(world, target)])];
  const reached = new Set(own);
  // Callers stand before whom they call: from the last to the first, each finds those that it calls.
  for (const service of [...world.inCallOrder].reverse()) {
    if (!reached.has(entityName(world, service.spec.name))) continue;
    for (const caller of callersOf(world, service)) reached.add(entityName(world, caller.spec.name));
  }
  // What runs late keeps the queue behind it waiting.
  const { producer, worker } = world.spec.queue;
  if (reached.has(entityName(world, producer))) reached.add(entityName(world, worker));
  const failure = expects[0]?.failure;
  if (!failure) throw new Error(`the fault ${variant} leads to no failure`);
  return { variant, failure, rootCause, touches: own, reach: [...reached] };
}

function wentOn({ end }: FaultTruth, since: Timestamp): boolean {
  return end === undefined || end >= since;
}
