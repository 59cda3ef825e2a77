// The healthy day before a fault, seen once for all faults of a seed: what the platform knows at its end, as bytes. A
// run goes on from it as a server goes on after a restart.
import { deserialize, serialize } from 'node:v8';
import { MINUTE } from '@foreshock/model/time.ts';
import { createAnalysisEngine } from '@foreshock/server/analysis/analysis-engine.ts';
import { createBatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { createCluster } from '@foreshock/simulator/create-cluster.ts';
import { densities } from '@foreshock/simulator/density.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { createMemoryStore, type MemoryState } from '../memory-store.ts';
import { ingestSteps } from './ingest-steps.ts';
import { startOf, WARM_UP_MS } from './run-plan.ts';

/** A history is sent half an hour at once. */
const REQUEST_MS = 30 * MINUTE;

export interface WarmState {
  readonly engine: Uint8Array;
  readonly miner: Uint8Array;
  readonly memory: MemoryState;
}

export function warmUp(seed: number): Uint8Array {
  const start = startOf(seed);
  const end = start + WARM_UP_MS;
  const cluster = createCluster({ seed, start, faults: [], density: densities.history });
  const store = createMemoryStore();
  const tools = createBatchTools(createDefaultRedactor(EVALUATION_KEY));
  const engine = createAnalysisEngine({ prediction: {} });
  for (let from = start; from < end; from += REQUEST_MS) {
    const to = from + REQUEST_MS;
    const steps = [];
    while (cluster.now() < to) steps.push(cluster.step());
    for (const batch of ingestSteps(steps, to, tools)) store.add(batch);
    const { unexplained } = engine.analyze(store.takeFrames({ from, to }), new Set(), store.spans({ from, to }));
    for (const { incident, range } of unexplained) engine.explain(incident, store.spans(range), to);
  }
  return serialize({
    engine: engine.snapshot(),
    miner: tools.miner.snapshot(),
    memory: store.state(),
  } satisfies WarmState);
}

/** What is read may lie in the bytes, and a run writes to it: each run reads a copy, so that none begins where another ended. */
export function readWarmState(bytes: Uint8Array): WarmState {
  return deserialize(new Uint8Array(bytes)) as WarmState;
}
