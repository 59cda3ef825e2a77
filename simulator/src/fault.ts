import type { Failure } from '@foreshock/model/failure.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import type { Random } from './random.ts';
import type { FaultFamily, Mechanism } from './truth.ts';
import type { World } from './world.ts';

/** What a run asks for; everything left out is drawn from the seed. */
export interface FaultPlan {
  readonly family: FaultFamily;
  readonly at: Timestamp;
  readonly mechanism?: Mechanism;
  /** Workload that it begins at. */
  readonly target?: string;
  readonly variant?: string;
  /** How long the resource takes to run out, about; decoys last about this long. */
  readonly course?: DurationMs;
  /** From the failure to its repair, about. */
  readonly repairAfter?: DurationMs;
  /** It is repaired so long after its beginning at the latest, whatever came of it. */
  readonly endsAfter?: DurationMs;
  /** Where pods of its own are put; in one of another team without it. */
  readonly namespace?: string;
}

export interface FaultDraw {
  readonly plan: FaultPlan;
  readonly changed: boolean;
  readonly random: Random;
}

/** A fault sets levers of the world. It never writes a latency, an error or a usage: those follow. */
export interface FaultCourse {
  readonly variant: string;
  /** `namespace/workload`; empty for decoys. */
  readonly rootCause: string;
  /** Entities that it works on, where they are more than the root cause and those that it expects to fail. */
  readonly touches?: readonly string[];
  /** Failures that count as its own, the expected one first; empty for decoys. An empty entity means any. */
  readonly expects: readonly { readonly failure: Failure; readonly entity: string }[];
  /** Called before every step. */
  readonly advance?: (world: World, elapsed: DurationMs) => void;
  /** Somebody repairs it; a decoy just ends. */
  readonly repair: (world: World) => void;
  readonly repairAfter: DurationMs;
  /** When no failure has come by then it is repaired anyway. */
  readonly givesUpAfter: DurationMs;
}

export type CreateFault = (world: World, draw: FaultDraw) => FaultCourse;

/** The planned target, or one of `candidates`. A target that the cluster lacks is a mistake of the plan. */
export function chooseService(world: World, draw: FaultDraw, candidates: readonly string[]) {
  const name = draw.plan.target ?? draw.random.pick(candidates);
  const service = world.services.get(name);
  if (!service) throw new Error(`the cluster has no workload ${name}`);
  return service;
}

export function entityName(world: World, workload: string): string {
  return `${world.spec.namespace}/${workload}`;
}
