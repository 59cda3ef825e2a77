/**
 * How long the list of SLOs takes: 100 of them over 30 days, on a store of its own in the temporary directory, while rows of
 * the present minute go on to come. `node benchmarks/slo-list.ts [SLOs] [days]`; the first call finds nothing kept.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import { type Slo, type SloId, servedBy } from '@foreshock/model/slo.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { readSlos } from '@foreshock/server/api/read-slo.ts';
import { StoreConfig } from '@foreshock/server/store/config.ts';
import { factBatch, spanRollup } from '@foreshock/server/store/telemetry/contract-samples.ts';
import { createTelemetryStore } from '@foreshock/server/store/telemetry/create-telemetry-store.ts';

const [sloCount, days] = [Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 30)];
const SERVICES = 25;
const OPERATIONS = ['GET /', 'POST /order'];
const CALLS = 30;
const ALONE = 8;
const bins = new Map([5, 10, 20, 40, 80, 160, 320, 640, 1_280].map((ms) => [binOf(ms), 20]));
const now = Date.UTC(2026, 10, 27, 12);

const entityOf = (index: number) => `ent_${String(index).padStart(13, 'a')}` as EntityId;
const slos: Slo[] = Array.from({ length: sloCount }, (_, index) => ({
  id: `slo_${index}` as SloId,
  version: 1,
  name: `promise ${index}`,
  entity: entityOf(index % SERVICES),
  ...(index % 4 < 2
    ? { objective: 'availability' as const }
    : { objective: 'latency' as const, thresholdMs: 100 + index }),
  ...(index % 2 === 1 && { operation: OPERATIONS[index % OPERATIONS.length]! }),
  target: 0.999,
  windowDays: 30,
  changedAt: 0,
  changedBy: 'benchmark',
}));

/** What all services did in the minutes of a range. */
function batchOf(from: number, to: number): IngestedBatch {
  const spans: SpanRollup[] = [];
  for (let minute = from; minute < to; minute += MINUTE)
    for (let service = 0; service < SERVICES; service += 1) {
      const errors = service % 7;
      const counts = { count: 180, errors, sampled: 180, sampledErrors: errors, durationSumMs: 9_000, bins };
      for (const operation of OPERATIONS) spans.push(spanRollup(minute, entityOf(service), { operation, ...counts }));
    }
  return factBatch({ rollups: { metrics: [], spans, templates: [], series: [] } });
}

const directory = await mkdtemp(join(tmpdir(), 'slo-list-'));
const opened = await createTelemetryStore({
  directory,
  key: new Uint8Array(32).fill(3),
  config: StoreConfig.parse({}),
});
if (!opened.ok) throw new Error(opened.error.message);
try {
  const telemetry = opened.value.tenant('benchmark' as TenantId);
  for (let from = now - days * DAY; from < now; from += 6 * HOUR) {
    const kept = await telemetry.append(batchOf(from, from + 6 * HOUR), `fill ${from}`);
    if (!kept.ok) throw new Error(kept.error.message);
  }
  // Each by itself and nothing kept, from a minute that is no whole hour.
  const beganAlone = performance.now();
  for (const slo of slos.slice(0, ALONE)) {
    const range = { from: now - days * DAY + MINUTE, to: now };
    const read = await telemetry.selectSloCounts({ of: [servedBy(slo)], range, step: HOUR });
    if (!read.ok) throw new Error(read.error.message);
  }
  const alone = ((performance.now() - beganAlone) / ALONE) * sloCount;
  const durations: number[] = [];
  const cpu: number[] = [];
  for (let call = 0; call <= CALLS; call += 1) {
    const fresh = await telemetry.append(batchOf(now, now + MINUTE), `call ${call}`);
    if (!fresh.ok) throw new Error(fresh.error.message);
    const usedBefore = process.cpuUsage();
    const began = performance.now();
    const read = await readSlos(telemetry, slos, now + MINUTE, { stepMs: 5 * MINUTE });
    if (!read.ok) throw new Error(read.error.message);
    durations.push(performance.now() - began);
    const used = process.cpuUsage(usedBefore);
    cpu.push((used.user + used.system) / 1e3);
  }
  const [first = 0, ...later] = durations;
  const at = (of: readonly number[], share: number) =>
    `${Math.round([...of].sort((a, b) => a - b)[Math.floor((of.length - 1) * share)]!)} ms`;
  console.log(
    `${sloCount} SLOs over ${days} days: first ${Math.round(first)} ms, then p50 ${at(later, 0.5)}, p95 ${at(later, 0.95)}, CPU p50 ${at(cpu.slice(1), 0.5)}; one by one ${Math.round(alone)} ms`,
  );
} finally {
  await opened.value.close();
  await rm(directory, { recursive: true });
}
