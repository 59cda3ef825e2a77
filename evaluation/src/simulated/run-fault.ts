// One fault or decoy, minute by minute, through the product's own engines as they would have seen it live.
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { createAnalysisEngine } from '@foreshock/server/analysis/analysis-engine.ts';
import { boundedResources } from '@foreshock/server/analysis/detection/bounded-resources.ts';
import { createBatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { createCluster } from '@foreshock/simulator/create-cluster.ts';
import { densities } from '@foreshock/simulator/density.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { createMemoryStore } from '../memory-store.ts';
import { ingestSteps } from './ingest-steps.ts';
import { AFTER_END_MS, faultOf, LONGEST_MS, type RunPlan, startOf, WARM_UP_MS } from './run-plan.ts';
import type { RunRecord } from './run-record.ts';
import { createSimpleRules } from './simple-rules.ts';
import { readWarmState } from './warm-up.ts';
import { createWatch } from './watch-findings.ts';

/** `warm`: what `warmUp` gave for the same seed. */
export function runFault(plan: RunPlan, warm: Uint8Array): RunRecord {
  const startedCpu = process.threadCpuUsage();
  const state = readWarmState(warm);
  const store = createMemoryStore(state.memory);
  const tools = createBatchTools(
    createDefaultRedactor(EVALUATION_KEY),
    [...state.memory.entities.values()],
    state.miner,
  );
  const engine = createAnalysisEngine({ prediction: {} }, state.engine);
  const watch = createWatch(store.nameOf);
  const simple = createSimpleRules(store.nameOf);

  const fault = faultOf(plan);
  const start = startOf(plan.seed);
  const cluster = createCluster({ seed: plan.seed, start, faults: [fault], density: densities.history });
  const live = start + WARM_UP_MS;
  // The healthy day has been seen: it happens once more, the same to the last point, and is not sent.
  while (cluster.now() < live) cluster.step();

  for (let from = live - HOUR; from < live; from += MINUTE)
    engine.remember(store.spans({ from, to: from + MINUTE }), from + MINUTE);
  let to = live;
  for (let done = false; !done; ) {
    const from = to;
    to = from + MINUTE;
    const steps = [];
    while (cluster.now() < to) steps.push(cluster.step());
    for (const batch of ingestSteps(steps, to, tools)) store.add(batch);
    const frames = store.takeFrames({ from, to });
    const { findings, unexplained } = engine.analyze(frames, new Set(), store.spans({ from, to }));
    watch.see(findings, frames[0]!.changes);
    for (const { incident, range } of unexplained) watch.seeExplained(engine.explain(incident, store.spans(range), to));
    simple.observe(from, boundedResources(frames[0]!));
    const end = cluster.truth().faults[0]?.end;
    done = to - fault.at >= LONGEST_MS || (end !== undefined && to - end >= AFTER_END_MS);
  }
  const { user, system } = process.threadCpuUsage(startedCpu);
  const truth = cluster.truth();
  return {
    plan,
    range: { from: fault.at, to },
    truth: truth.faults[0]!,
    failures: truth.failures,
    warnings: watch.warnings(),
    incidents: watch.incidents(),
    forecasts: watch.forecasts(),
    simple: { predictLinear: simple.alarms('predictLinear'), nineTenths: simple.alarms('nineTenths') },
    cpuSeconds: (user + system) / 1e6,
  };
}
