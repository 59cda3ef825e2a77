import { SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { ClusterSpec } from './cluster.ts';
import { createWorld } from './create-world.ts';
import type { FaultCourse, FaultPlan } from './fault.ts';
import { createFaultRunner } from './faults.ts';
import { createFailureObserver } from './observe-failures.ts';
import { STEP_S, stepPhysics } from './physics.ts';
import { createRandom } from './random.ts';
import { shop } from './shop.ts';
import type { Truth } from './truth.ts';
import type { World } from './world.ts';

export interface SimulationOptions {
  /** Everything that is drawn follows from it. */
  readonly seed: number | string;
  readonly start: Timestamp;
  readonly faults: readonly FaultPlan[];
  readonly spec?: ClusterSpec;
}

/** What happens, without anybody watching: faults set levers, the physics moves, the label rules look. */
export interface Simulation {
  readonly world: World;
  step(): void;
  /** A fault that was not planned; throws when the cluster lacks what it needs. */
  beginFault(plan: FaultPlan): { readonly faultId: string; readonly course: FaultCourse };
  /** Repairs one before its time. */
  endFault(faultId: string): void;
  /** All that is known of faults and failures up to now. */
  truth(): Truth;
}

/** Rates and latencies settle within a few steps, one per level of the call graph. */
const WARM_UP_STEPS = 12;

export function createSimulation(options: SimulationOptions): Simulation {
  const random = createRandom(options.seed);
  const warmUp = WARM_UP_STEPS * STEP_S * SECOND;
  const world = createWorld(options.spec ?? shop, options.start - warmUp, random.fork('physics'));
  for (let step = 0; step < WARM_UP_STEPS; step++) stepPhysics(world);
  const runner = createFaultRunner(options.faults, random.fork('faults'));
  const observer = createFailureObserver();
  return {
    world,
    step() {
      world.events.length = 0;
      runner.advance(world);
      stepPhysics(world);
      runner.record(world, observer.observe(world), observer.all());
    },
    beginFault: (plan) => runner.begin(world, plan),
    endFault: (faultId) => runner.end(world, faultId),
    truth: () => ({ faults: runner.truths(), failures: observer.all() }),
  };
}
