import type { OperationState, World } from './world.ts';

/** How much of what happens is really written down. Rates stay right: sampled spans say how many they stand for. */
export interface Density {
  /** Spans of requests that succeed, a minute, at the mean load. */
  readonly spansPerMinute: number;
  /** Failing requests that are kept with their lines, a minute; more where more fails in few requests. */
  readonly failuresPerMinute: number;
  /** Share of the lines that processes write by themselves. */
  readonly stateLogs: number;
  /** Steps of ten seconds between two reports of metrics. */
  readonly stepsPerReport: number;
}

export const densities = {
  history: { spansPerMinute: 60, failuresPerMinute: 6, stateLogs: 0.5, stepsPerReport: 6 },
  live: { spansPerMinute: 300, failuresPerMinute: 30, stateLogs: 1, stepsPerReport: 6 },
} as const satisfies Record<string, Density>;

/** The sampling probability that gives so many spans a minute at the mean load. */
export function samplingFor(world: World, spansPerMinute: number): number {
  const { entry, queue } = world.spec;
  let spans = 0;
  for (const operation of world.services.get(entry.service)!.operations) {
    spans += (entry.shares[operation.spec.name] ?? 0) * spansPerRequest(operation);
  }
  const produced =
    (entry.shares['POST /checkout'] ?? 0) * spansPerRequest(world.services.get(queue.worker)!.operations[0]!);
  return Math.min(1, spansPerMinute / ((spans + produced) * world.load.meanPerS * 60));
}

/** A span where it is served and one where it is called, all the way down. */
function spansPerRequest(operation: OperationState): number {
  let spans = operation.service.spec.role === 'datastore' ? 0 : 1;
  for (const [index, call] of operation.calls.entries()) {
    spans += operation.spec.calls[index]!.perRequest * (1 + spansPerRequest(call.callee));
  }
  return spans;
}
