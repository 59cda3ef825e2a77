// One simulated run through the product's own engines, minute by minute, as they would have seen it live.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import { parseTenantId } from '@foreshock/model/tenant.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { createAnalysisEngine } from '@foreshock/server/analysis/analysis-engine.ts';
import { createBatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { prepareBatch } from '@foreshock/server/ingest/ingest-batch.ts';
import { createCluster } from '@foreshock/simulator/create-cluster.ts';
import { densities } from '@foreshock/simulator/density.ts';
import { encodeSteps } from '@foreshock/simulator/encode-step.ts';
import type { FaultPlan } from '@foreshock/simulator/fault.ts';
import type { Truth } from '@foreshock/simulator/truth.ts';
import { createMemoryStore } from './memory-store.ts';

export interface RunOptions {
  readonly seed: string;
  readonly start: Timestamp;
  readonly end: Timestamp;
  readonly faults: readonly FaultPlan[];
  /** Called after each minute, to watch. */
  readonly onMinute?: (minute: Timestamp) => void;
}

/** What a person would have seen of a prediction, at the revision that first warned. */
export interface SeenPrediction {
  readonly first: Prediction;
  readonly last: Prediction;
  /** The largest probability that was shown while it was open. */
  readonly highest: number;
}

export interface ClusterRun {
  readonly truth: Truth;
  readonly predictions: readonly SeenPrediction[];
  readonly incidents: readonly Incident[];
  readonly anomalies: readonly Anomaly[];
  readonly nameOf: (entity: Incident['entities'][number]['entity']) => string;
}

const TENANT = parseTenantId('evaluation')!;

export function runCluster(options: RunOptions): ClusterRun {
  const cluster = createCluster({
    seed: options.seed,
    start: options.start,
    faults: options.faults,
    density: densities.history,
  });
  const store = createMemoryStore();
  const tools = createBatchTools([], undefined);
  const engine = createAnalysisEngine({ prediction: {} });
  const predictions = new Map<PredictionId, SeenPrediction>();
  const incidents = new Map<IncidentId, Incident>();
  const anomalies = new Map<Anomaly['id'], Anomaly>();

  for (let minute = options.start; minute < options.end; minute += MINUTE) {
    const steps = [];
    while (cluster.now() < minute + MINUTE) steps.push(cluster.step());
    for (const { signal, body } of encodeSteps(steps)) {
      const request = {
        tenant: TENANT,
        signal,
        format: 'protobuf' as const,
        encoding: 'identity' as const,
        receivedAt: minute + MINUTE,
        refused: 0,
        body,
      };
      const batch = prepareBatch(request, body, tools);
      if (!batch.ok) throw new Error(`the simulator sent what ingest refuses: ${batch.error.message}`);
      store.add(batch.value);
    }
    const frames = store.takeFrames({ from: minute, to: minute + MINUTE });
    const { findings, unexplained } = engine.analyze(frames, new Set());
    for (const anomaly of findings.anomalies) anomalies.set(anomaly.id, anomaly);
    for (const incident of findings.incidents) incidents.set(incident.id, incident);
    for (const { incident, range } of unexplained)
      incidents.set(incident.id, engine.explain(incident, store.spans(range), minute + MINUTE));
    for (const prediction of findings.predictions) {
      const known = predictions.get(prediction.id);
      const shown = prediction.state === 'closed' ? 0 : prediction.odds.probability;
      predictions.set(prediction.id, {
        first: known?.first ?? prediction,
        last: prediction,
        highest: Math.max(known?.highest ?? 0, shown),
      });
    }
    options.onMinute?.(minute);
  }
  return {
    truth: cluster.truth(),
    predictions: [...predictions.values()],
    incidents: [...incidents.values()],
    anomalies: [...anomalies.values()],
    nameOf: store.nameOf,
  };
}
