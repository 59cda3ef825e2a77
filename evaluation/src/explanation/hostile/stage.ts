// One incident of a simulated release that fails, played as often as wanted: the quiet time before it is seen once, and each
// play goes on from there with records of its own beside those of the cluster.
import { deserialize, serialize } from 'node:v8';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { createAnalysisEngine } from '@foreshock/server/analysis/analysis-engine.ts';
import type { PackSources } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { createBatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { createCluster, type Step } from '@foreshock/simulator/create-cluster.ts';
import { densities } from '@foreshock/simulator/density.ts';
import type { Source } from '@foreshock/simulator/emitted.ts';
import { EVALUATION_KEY } from '../../evaluation-key.ts';
import { createMemoryStore, type MemoryState } from '../../memory-store.ts';
import { ingestSteps } from '../../simulated/ingest-steps.ts';
import { startOf } from '../../simulated/run-plan.ts';
import { sourcesOf } from '../collect-incidents.ts';
import type { Scene } from './places.ts';

const QUIET_MS = 1.5 * HOUR;
const QUIET_REQUEST_MS = 30 * MINUTE;
const PLAYED_MS = 8 * MINUTE;

export interface Play {
  /** As it was explained last. */
  readonly told: PackSources | undefined;
  /** Every incident that there was at the end. */
  readonly incidents: readonly Incident[];
  /** By id, as people know them. */
  readonly nameOf: (id: EntityId) => string;
}

export interface Stage {
  play(beside: (scene: Scene) => Step | undefined): Play;
}

export function createStage(seed: number): Stage {
  const start = startOf(seed);
  const quiet = start + QUIET_MS;
  const faults = [{ family: 'bad-deploy' as const, at: quiet, course: 6 * MINUTE }];
  const cluster = createCluster({ seed, start, faults, density: densities.history });
  const store = createMemoryStore();
  const tools = createBatchTools(createDefaultRedactor(EVALUATION_KEY));
  const engine = createAnalysisEngine({ prediction: {} });
  const stepsUntil = (to: Timestamp): Step[] => {
    const steps = [];
    while (cluster.now() < to) steps.push(cluster.step());
    return steps;
  };
  for (let from = start; from < quiet; from += QUIET_REQUEST_MS) {
    const to = from + QUIET_REQUEST_MS;
    for (const batch of ingestSteps(stepsUntil(to), to, tools)) store.add(batch);
    engine.analyze(store.takeFrames({ from, to }), new Set(), store.spans({ from, to }));
  }
  const before = serialize({ engine: engine.snapshot(), miner: tools.miner.snapshot(), memory: store.state() });
  const minutes: { readonly to: Timestamp; readonly batches: readonly IngestedBatch[] }[] = [];
  const sources: Source[] = [];
  for (let to = quiet + MINUTE; to <= quiet + PLAYED_MS; to += MINUTE) {
    const steps = stepsUntil(to);
    sources.push(...steps.flatMap(({ spans }) => spans.map(({ source }) => source)));
    minutes.push({ to, batches: ingestSteps(steps, to, tools) });
  }
  const harmed = cluster.truth().faults[0]?.rootCause ?? '';
  const isHarmed = ({ resource }: Source): boolean => harmed.endsWith(`/${String(resource['service.name'])}`);
  const own = sources.find(isHarmed);
  const other = sources.find((source) => !isHarmed(source));
  if (!own || !other) throw new Error(`seed ${seed}: no process of ${harmed} sends spans`);

  return {
    play(beside) {
      const state = deserialize(before) as { engine: Uint8Array; miner: Uint8Array; memory: MemoryState };
      const memory = createMemoryStore(state.memory);
      const more = createBatchTools(
        createDefaultRedactor(EVALUATION_KEY),
        [...state.memory.entities.values()],
        state.miner,
      );
      const played = createAnalysisEngine({ prediction: {} }, state.engine);
      const incidents = new Map<string, Incident>();
      let told: PackSources | undefined;
      for (const { to, batches } of minutes) {
        const from = to - MINUTE;
        const step = beside({ time: to, own, other });
        for (const batch of batches) memory.add(batch);
        if (step) for (const batch of ingestSteps([step], to, more)) memory.add(batch);
        const frames = memory.takeFrames({ from, to });
        const { findings, unexplained } = played.analyze(frames, new Set(), memory.spans({ from, to }));
        for (const incident of findings.incidents) incidents.set(incident.id, incident);
        for (const { incident, range } of unexplained) {
          const explained = played.explain(incident, memory.spans(range), to);
          incidents.set(explained.id, explained);
          const { topology } = frames.at(-1)!;
          if (explained.evidence.length > 0)
            told = sourcesOf(explained, topology, [...memory.state().templates.values()], to);
        }
      }
      return { told, incidents: [...incidents.values()], nameOf: memory.nameOf };
    },
  };
}
