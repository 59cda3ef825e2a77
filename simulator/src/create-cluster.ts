import type { Timestamp } from '@foreshock/model/time.ts';
import type { LogRecord, Metric, Span } from '@foreshock/otlp/telemetry-to-send.ts';
import { type Density, densities, samplingFor } from './density.ts';
import { createDrills, type Drills } from './drills.ts';
import { eventLogs } from './emit-events.ts';
import { createMetricsEmitter } from './emit-metrics.ts';
import { createRequestsEmitter } from './emit-requests.ts';
import { stateLogs } from './emit-state-logs.ts';
import type { Emitted } from './emitted.ts';
import { createRandom } from './random.ts';
import { createSimulation, type SimulationOptions } from './simulation.ts';
import { createSources } from './sources.ts';
import type { Truth } from './truth.ts';

export interface ClusterOptions extends SimulationOptions {
  /** Probability that a request which succeeds is traced; follows from the density when left out. */
  readonly sampling?: number;
  /** `densities.live` when left out. */
  readonly density?: Density;
}

/** What was sent in ten seconds of simulated time, ready to encode. */
export interface Step {
  /** The end of the step: everything in it is earlier. */
  readonly time: Timestamp;
  readonly logs: readonly Emitted<LogRecord>[];
  readonly spans: readonly Emitted<Span>[];
  readonly metrics: readonly Emitted<Metric>[];
}

export interface Cluster {
  step(): Step;
  /** A step that happens and is not written down. */
  skip(): void;
  /** The end of the last step. */
  now(): Timestamp;
  /** All that is known of faults and failures up to now. */
  truth(): Truth;
  readonly drills: Drills;
  /** From the next step on; the course of events does not change with it. */
  setDensity(density: Density): void;
}

/** A cluster in memory: it knows no clock and sends nothing. */
export function createCluster(options: ClusterOptions): Cluster {
  const simulation = createSimulation(options);
  const { world } = simulation;
  const sources = createSources(world);
  // A stream of its own: how much is written down never changes what happens.
  const random = createRandom(options.seed).fork('emission');
  const metrics = createMetricsEmitter(sources, random);
  let density = options.density ?? densities.live;
  let requests = createRequests();
  let reportedAt = options.start;
  let sinceReport = 0;

  function createRequests() {
    const probability = options.sampling ?? samplingFor(world, density.spansPerMinute);
    return createRequestsEmitter(sources, { probability, failuresPerMinute: density.failuresPerMinute }, random);
  }

  function step(): Step {
    simulation.step();
    metrics.collect(world);
    const kept = requests.emit(world);
    sinceReport++;
    const due = sinceReport >= density.stepsPerReport;
    const report = due ? metrics.report(world, reportedAt) : [];
    if (due) {
      reportedAt = world.now;
      sinceReport = 0;
    }
    const logs = [...kept.logs, ...stateLogs(world, sources, density.stateLogs, random), ...eventLogs(world, sources)];
    return { time: world.now, logs, spans: kept.spans, metrics: report };
  }

  return {
    step,
    skip() {
      simulation.step();
      reportedAt = world.now;
      sinceReport = 0;
    },
    now: () => world.now,
    truth: simulation.truth,
    drills: createDrills(simulation),
    setDensity(next) {
      density = next;
      requests = createRequests();
    },
  };
}
