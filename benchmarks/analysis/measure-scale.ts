// CPU and memory of the per-minute analysis of one size of system, by the worker of the product and what it is sent.

import { parseTenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { defaultWarningPolicy } from '@foreshock/model/warning-policy.ts';
import type { AnalysisAnswer, AnalysisRequest } from '../../server/src/analysis/analysis-worker.ts';
import { createThreadPool } from '../../server/src/base/thread-call.ts';
import { type Load, telemetryOf } from './minutes.ts';
import { systemOf } from './system.ts';

export interface Scale extends Load {
  readonly workloads: number;
}

export interface ScaleCost {
  readonly scale: Scale;
  readonly minutes: number;
  /** Per simulated minute: of the minutes before the fault, and of those from it on, causes and their story included. */
  readonly quietSeconds: number;
  readonly faultSeconds: number;
  /** The dearest minute. */
  readonly mostSeconds: number;
  readonly incidents: number;
  readonly explained: number;
  readonly predictions: number;
  readonly snapshotMiB: number;
  /** Of the whole process, with the minute that is generated. */
  readonly rssMiB: number;
  readonly peakMiB: number;
}

export interface ScaleOptions {
  readonly warmMinutes: number;
  /** Half of them before the fault. */
  readonly minutes: number;
}

const START = Date.UTC(2026, 10, 22, 3);
const FAULT_MINUTES = 6;
const MIB = 2 ** 20;

export async function measureScale(scale: Scale, { warmMinutes, minutes }: ScaleOptions): Promise<ScaleCost> {
  const quiet = Math.floor(minutes / 2);
  const faultFrom = START + (warmMinutes + quiet) * MINUTE;
  const system = systemOf({ workloads: scale.workloads, parts: Math.max(1, scale.workloads / 50), start: START });
  const range = { from: faultFrom, to: faultFrom + FAULT_MINUTES * MINUTE };
  const telemetry = telemetryOf(system, scale, { workload: Math.min(40, scale.workloads - 1), range });
  const pool = createThreadPool<AnalysisRequest, AnalysisAnswer>({
    file: new URL('../../server/src/analysis/analysis-worker.ts', import.meta.url),
    threadCount: 1,
  });
  const tenant = parseTenantId('bench')!;
  let spent = 0;
  /** Only the call is counted: what it is sent is there before. */
  const call = async (request: AnalysisRequest): Promise<AnalysisAnswer> => {
    const before = process.cpuUsage();
    const answer = await pool.call(request);
    const { user, system: kernel } = process.cpuUsage(before);
    spent += (user + kernel) / 1e6;
    return answer;
  };
  await call({ do: 'open', tenant, options: { prediction: {} }, snapshot: undefined });
  const costs: number[] = [];
  const incidents = new Set<string>();
  const predictions = new Set<string>();
  let explained = 0;
  for (let index = 0; index < warmMinutes + minutes; index += 1) {
    const minute = START + index * MINUTE;
    const read = telemetry.read(minute);
    const spans = telemetry.spans(read.range);
    spent = 0;
    const policy = defaultWarningPolicy;
    const answer = await call({
      do: 'analyze',
      tenant,
      read,
      spans,
      logs: [],
      closedByHand: [],
      policy,
      told: [],
      toldNoise: new Map(),
      drilled: [],
    });
    if (answer.did !== 'analyze') throw new Error(`analysis answered ${answer.did}`);
    for (const incident of answer.findings.incidents) incidents.add(incident.id);
    for (const prediction of answer.findings.predictions) predictions.add(prediction.id);
    for (const { incident, range: of } of answer.unexplained) {
      const traced = telemetry.spans({ from: Math.floor(of.from / MINUTE) * MINUTE, to: of.to });
      await call({ do: 'explain', tenant, incident, spans: traced, logs: [], now: minute + MINUTE });
      explained += 1;
    }
    costs.push(spent);
  }
  const kept = await call({ do: 'snapshot', tenant });
  const rssMiB = process.memoryUsage.rss() / MIB;
  await pool.stop();
  const measured = costs.slice(warmMinutes);
  return {
    scale,
    minutes,
    quietSeconds: mean(measured.slice(0, quiet)),
    faultSeconds: mean(measured.slice(quiet)),
    mostSeconds: Math.max(...measured),
    incidents: incidents.size,
    explained,
    predictions: predictions.size,
    snapshotMiB: kept.did === 'snapshot' ? kept.bytes.byteLength / MIB : 0,
    rssMiB,
    peakMiB: process.resourceUsage().maxRSS / 1_024,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
