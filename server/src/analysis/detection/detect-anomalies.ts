/**
 * One closed minute in; its anomalies out, and which of them may start an incident. Every detector judges its own kind of
 * signal, episodes join minutes to anomalies, the combiner weighs them. Nothing here reads a clock or a store: the same
 * frames give the same anomalies, after a restart from a snapshot too.
 */
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { ToldNoise } from '@foreshock/model/told-noise.ts';
import type { BoundedSample } from '../bounded-resource.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import { boundedResources } from './bounded-resources.ts';
import { type CombineOptions, type CombinerSnapshot, createCombiner } from './combine.ts';
import { createEdgeDetector, type EdgeSnapshot } from './detectors/edges.ts';
import { createFailingRunDetector } from './detectors/failing-run.ts';
import { createHardFactDetector, type HardFactSnapshot } from './detectors/hard-facts.ts';
import { createLogCountDetector, type LogCountSnapshot } from './detectors/log-counts.ts';
import { createMetricSeriesDetector, type MetricSeriesSnapshot } from './detectors/metric-series.ts';
import { createMissingDataDetector } from './detectors/missing-data.ts';
import { detectSloBurn } from './detectors/slo-burn.ts';
import { createEpisodes, type EpisodesSnapshot } from './episodes.ts';
import { createPlannedWaits } from './planned-waits.ts';
import { type DetectorStep, type Reading, weightOfReading } from './reading.ts';
import type { RowPoolSnapshot } from './row-pool.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot-bytes.ts';

export interface Detection {
  /**
   * Minutes in order, each once. `bounded`: of the same frame, for a caller that has read it already. `toldNoise`: what
   * people called noise.
   */
  step(
    frame: MinuteFrame,
    bounded?: readonly BoundedSample[],
    toldNoise?: ReadonlyMap<string, ToldNoise>,
  ): DetectionStep;
  snapshot(): Uint8Array;
}

export interface DetectionStep {
  readonly minute: Timestamp;
  /** Opened, updated or ended this minute. */
  readonly anomalies: readonly Anomaly[];
  readonly open: readonly Anomaly[];
  /** Those that may start an incident this minute: corroborated, within the budget, or facts of the cluster. */
  readonly starters: readonly Anomaly[];
  /** Sum of surprise over entities; `up` more than usual, `down` less. */
  readonly unusual: { readonly up: number; readonly down: number };
  readonly trust: DataTrust;
}

export type DetectionOptions = CombineOptions;

const DEFAULTS: DetectionOptions = { incidentsPerDay: 3 };

interface DetectionSnapshot {
  readonly metrics: MetricSeriesSnapshot;
  readonly edges: EdgeSnapshot;
  readonly logs: LogCountSnapshot;
  readonly missing: RowPoolSnapshot;
  readonly facts: HardFactSnapshot;
  readonly episodes: EpisodesSnapshot;
  readonly combiner: CombinerSnapshot;
  /** Absent in snapshots of older releases. */
  readonly waits?: RowPoolSnapshot;
  readonly runs?: RowPoolSnapshot;
}

export function createDetection(options: Partial<DetectionOptions> = {}, snapshot?: Uint8Array): Detection {
  const state = snapshot === undefined ? undefined : decodeSnapshot<DetectionSnapshot>(snapshot);
  const metrics = createMetricSeriesDetector(state?.metrics);
  const edges = createEdgeDetector(state?.edges);
  const runs = createFailingRunDetector(state?.runs);
  const logs = createLogCountDetector(state?.logs);
  const missing = createMissingDataDetector(state?.missing);
  const facts = createHardFactDetector(state?.facts);
  const episodes = createEpisodes(state?.episodes);
  const waits = createPlannedWaits(state?.waits);
  const combiner = createCombiner({ ...DEFAULTS, ...options }, state?.combiner);

  function step(
    frame: MinuteFrame,
    bounded = boundedResources(frame),
    toldNoise: ReadonlyMap<string, ToldNoise> = new Map(),
  ): DetectionStep {
    const { minute } = frame;
    const planned = waits.step(frame);
    const silence = missing.step(frame, planned);
    const found = [
      metrics.step(frame, bounded),
      edges.step(frame, planned),
      runs.step(frame, planned),
      logs.step(frame),
      silence,
      facts.step(frame, planned),
      detectSloBurn(frame),
    ];
    const readings = found.flatMap((one) => one.readings).map((reading) => markedAsTold(reading, toldNoise));
    const { changed, open, active } = episodes.step(minute, readings, frame.changes);
    const { starters, unusual } = combiner.step({ minute, active, readings, judged: addWeights(found), toldNoise });
    return { minute, anomalies: changed, open, starters, unusual, trust: silence.trust };
  }

  return {
    step,
    snapshot: () =>
      encodeSnapshot({
        metrics: metrics.snapshot(),
        edges: edges.snapshot(),
        logs: logs.snapshot(),
        missing: missing.snapshot(),
        facts: facts.snapshot(),
        episodes: episodes.snapshot(),
        combiner: combiner.snapshot(),
        waits: waits.snapshot(),
        runs: runs.snapshot(),
      } satisfies DetectionSnapshot),
  };
}

function markedAsTold(reading: Reading, toldNoise: ReadonlyMap<string, ToldNoise>): Reading {
  if (weightOfReading(reading, toldNoise) === 1) return reading;
  return { ...reading, marks: [...reading.marks, 'told-noise'] };
}

function addWeights(found: readonly DetectorStep[]): Map<EntityId, number> {
  const judged = new Map<EntityId, number>();
  for (const { judged: own } of found)
    for (const [entity, weight] of own) judged.set(entity, (judged.get(entity) ?? 0) + weight);
  return judged;
}
