/**
 * What an append costs per row and what the queries of screens and analysis take, on a store of its own in the temporary
 * directory. `node benchmarks/store-append.ts [log rows in thousands] [hours of rollups]`.
 *
 * CPU time is that of the whole process, merges in the background included; "after merges" waits for them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { MetricRollup, Rollups, SpanRollup } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { textColumnOf } from '@foreshock/model/text-column.ts';
import { HOUR, MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import { StoreConfig } from '@foreshock/server/store/config.ts';
import { createTelemetryStore } from '@foreshock/server/store/telemetry/create-telemetry-store.ts';
import type { LogQuery, TenantTelemetry } from '@foreshock/server/store/telemetry/telemetry-store.ts';

const ROWS = 8_000;
const SERIES = 1_000;
const SPAN_KEYS = 200;
const start = Date.UTC(2026, 2, 1);
const logRows = Number(process.argv[2] ?? 400) * 1_000;
const hours = Number(process.argv[3] ?? 24);

let seed = 1;
/** Park and Miller: the same rows in each run. */
function next(below: number): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
}

const nothing = {
  templateOfRow: [],
  seriesOfRow: [],
  rollups: { metrics: [], spans: [], templates: [], series: [] },
  intake: [],
  entities: [],
  relations: [],
  templates: [],
  changes: [],
  events: [],
} satisfies Omit<IngestedBatch, 'columns' | 'entityOfSource'>;

const sources = Array.from({ length: 16 }, (_, pod) => ({
  resource: new Map(
    Array.from({ length: 16 }, (__, i) => [
      i === 0 ? 'service.name' : `k8s.attribute.${i}`,
      i === 0 ? `service-${pod}` : `value ${pod} ${i}`,
    ]),
  ),
  scopeName: 'app',
  scopeVersion: '1',
  schemaUrl: '',
}));
const entityOfSource = sources.map((_, pod) => `ent_${'a'.repeat(12)}${pod}` as EntityId);
const keys = ['http.request.method', 'http.route', 'http.response.status_code', 'user.id', 'thread.name', 'request.id'];
const words =
  'the request of a customer for an order was handled by the checkout service in the usual way and took'.split(' ');

function attributesOf(rows: number) {
  const perRow = keys.length;
  const values = Array.from({ length: rows * perRow }, (_, i) => {
    switch (i % perRow) {
      case 0:
        return next(4) === 0 ? 'POST' : 'GET';
      case 1:
        return `/route/${next(40)}`;
      case 2:
        return next(50) === 0 ? '500' : '200';
      case 3:
        return `user-${next(10_000)}`;
      case 4:
        return `worker-${next(16)}`;
      default:
        return `${next(2 ** 30).toString(16)}${next(2 ** 30).toString(16)}`;
    }
  });
  return {
    first: Uint32Array.from({ length: rows + 1 }, (_, row) => row * perRow),
    key: Uint32Array.from({ length: rows * perRow }, (_, i) => i % perRow),
    keys,
    kind: Uint8Array.from({ length: rows * perRow }, (_, i) => (i % perRow === 2 ? 3 : 1)),
    text: textColumnOf(values),
  };
}

function timesOf(rows: number, batch: number, batches: number): BigUint64Array {
  const span = HOUR * 24 * 1e6;
  const from = BigInt(start) * 1_000_000n;
  return BigUint64Array.from(
    { length: rows },
    (_, i) => from + BigInt(Math.floor(((batch + i / rows) / batches) * span)),
  );
}

function randomBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, () => next(256));
}

function logBatch(batch: number, batches: number): IngestedBatch {
  const bodies = Array.from({ length: ROWS }, () => {
    const head = words.slice(0, 8 + next(10)).join(' ');
    return `${head} ${next(9_999)} ms, order ${next(2 ** 30).toString(16)} from 10.0.${next(255)}.${next(255)} with code ${next(60)}`;
  });
  const time = timesOf(ROWS, batch, batches);
  const empty = textColumnOf(Array.from({ length: ROWS }, () => ''));
  const columns: LogColumns = {
    signal: 'logs',
    count: ROWS,
    timeUnixNano: time,
    observedTimeUnixNano: time.map((value) => value + 1_000_000n),
    severityNumber: Uint8Array.from({ length: ROWS }, () => (next(100) === 0 ? 17 : 9)),
    severityText: textColumnOf(Array.from({ length: ROWS }, () => 'INFO')),
    eventName: empty,
    bodyKind: new Uint8Array(ROWS).fill(1),
    body: textColumnOf(bodies),
    traceId: randomBytes(ROWS * 16),
    spanId: randomBytes(ROWS * 8),
    flags: new Uint32Array(ROWS),
    attributes: attributesOf(ROWS),
    source: Uint32Array.from({ length: ROWS }, () => next(sources.length)),
    sources,
  };
  const templates = Array.from({ length: 60 }, (_, i) => `tpl_${String(i).padStart(13, 'a')}` as TemplateId);
  return {
    ...nothing,
    columns,
    entityOfSource,
    templateOfRow: Array.from({ length: ROWS }, () => templates[next(60)]!),
  };
}

function spanBatch(batch: number, batches: number): IngestedBatch {
  const startTimeUnixNano = timesOf(ROWS, batch, batches);
  const none = textColumnOf(Array.from({ length: ROWS }, () => '[]'));
  const empty = textColumnOf(Array.from({ length: ROWS }, () => ''));
  const traceId = randomBytes(ROWS * 16);
  for (let row = 0; row < ROWS; row++) if (row % 8 > 0) traceId.copyWithin(row * 16, (row - 1) * 16, row * 16);
  const parentSpanId = randomBytes(ROWS * 8);
  for (let row = 0; row < ROWS; row += 8) parentSpanId.fill(0, row * 8, row * 8 + 8);
  return {
    ...nothing,
    entityOfSource,
    columns: {
      signal: 'traces',
      count: ROWS,
      traceId,
      spanId: randomBytes(ROWS * 8),
      parentSpanId,
      traceState: empty,
      name: textColumnOf(Array.from({ length: ROWS }, () => `GET /route/${next(40)}`)),
      kind: Uint8Array.from({ length: ROWS }, () => 1 + next(5)),
      startTimeUnixNano,
      endTimeUnixNano: startTimeUnixNano.map((value) => value + BigInt(next(50_000_000))),
      statusCode: Uint8Array.from({ length: ROWS }, () => (next(100) === 0 ? 2 : 0)),
      statusMessage: empty,
      flags: new Uint32Array(ROWS),
      attributes: attributesOf(ROWS),
      events: none,
      links: none,
      source: Uint32Array.from({ length: ROWS }, () => next(sources.length)),
      sources,
    },
  };
}

const series: readonly Series[] = Array.from({ length: SERIES }, (_, i) => ({
  id: `ser_${String(i).padStart(13, 'a')}` as SeriesId,
  entity: entityOfSource[i % entityOfSource.length]!,
  metric: `metric.${i % 50}`,
  unit: '1',
  type: 'gauge',
  temporality: 'unspecified',
  monotonic: false,
  attributes: { pod: `pod-${i}` },
}));

function pointBatch(batch: number, batches: number): IngestedBatch {
  const seriesOfRow = Array.from({ length: ROWS }, (_, row) => series[row % SERIES]!.id);
  return {
    ...nothing,
    entityOfSource,
    seriesOfRow,
    columns: {
      signal: 'metrics',
      count: ROWS,
      metric: new Uint32Array(ROWS),
      metrics: [
        {
          name: 'm',
          description: '',
          unit: '1',
          type: 'gauge',
          temporality: 'unspecified',
          monotonic: false,
          source: 0,
        },
      ],
      timeUnixNano: timesOf(ROWS, batch, batches),
      startTimeUnixNano: new BigUint64Array(ROWS),
      value: Float64Array.from({ length: ROWS }, () => next(1_000) / 10),
      observations: new Float64Array(ROWS).fill(1),
      absent: new Uint8Array(ROWS),
      buckets: Array.from({ length: ROWS }, () => undefined),
      exemplars: new Map(),
      attributes: {
        first: new Uint32Array(ROWS + 1),
        key: new Uint32Array(0),
        keys: [],
        kind: new Uint8Array(0),
        text: textColumnOf([]),
      },
      sources,
    },
  };
}

function rollupsOfHour(hour: number): Rollups {
  const metrics: MetricRollup[] = [];
  const spans: SpanRollup[] = [];
  for (let i = 0; i < 60; i++) {
    const minute = start + hour * HOUR + i * MINUTE;
    for (const one of series) {
      const value = next(1_000) / 10;
      const sums = {
        count: 2,
        sum: 2 * value,
        min: value,
        max: value + 1,
        last: value,
        lastTime: minute + 45_000,
        observations: 0,
      };
      metrics.push({ minute, series: one.id, bins: new Map(), ...sums });
    }
    for (let key = 0; key < SPAN_KEYS; key++) {
      const bins = new Map(Array.from({ length: 25 }, (_, bin) => [80 + bin + next(3), 1 + next(9)]));
      spans.push({
        minute,
        entity: entityOfSource[key % entityOfSource.length]!,
        operation: `GET /route/${key}`,
        side: key % 2 === 0 ? 'server' : 'client',
        peer: '',
        count: 120,
        errors: next(3),
        sampled: 120,
        sampledErrors: 1,
        durationSumMs: 2_000,
        bins,
      });
    }
  }
  return { metrics, spans, templates: [], series };
}

async function must<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

interface Cost {
  cpu: number;
  wall: number;
}

async function measure(run: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  await run();
  const used = process.cpuUsage(cpu);
  return { cpu: used.user + used.system, wall: performance.now() - from };
}

async function appendMany(
  name: string,
  tenant: TenantTelemetry,
  batches: number,
  make: (batch: number, of: number) => IngestedBatch,
) {
  let cpu = 0;
  const walls: number[] = [];
  for (let i = 0; i < batches; i++) {
    const batch = make(i, batches);
    const cost = await measure(() => must(tenant.append(batch, `${name}:${i}`)));
    cpu += cost.cpu;
    walls.push(cost.wall);
  }
  walls.sort((a, b) => a - b);
  const rows = batches * ROWS;
  const median = walls[walls.length >> 1]!;
  console.log(
    `append ${name}: ${(cpu / rows).toFixed(2)} us CPU per row, ${ROWS} rows in ${median.toFixed(1)} ms (median of ${batches})`,
  );
}

async function time(name: string, run: () => Promise<string>): Promise<void> {
  const costs: Cost[] = [];
  let said = '';
  const ask = async (): Promise<void> => {
    said = await run();
  };
  for (let i = 0; i < 3; i++) costs.push(await measure(ask));
  const best = costs.slice(1).sort((one, other) => one.cpu - other.cpu)[0]!;
  const cpu = (best.cpu / 1e3).toFixed(1);
  console.log(
    `${name}: first ${costs[0]!.wall.toFixed(1)} ms, then ${best.wall.toFixed(1)} ms, ${cpu} ms CPU (${said})`,
  );
}

const directory = await mkdtemp(join(tmpdir(), 'foreshock-bench-'));
const opened = await createTelemetryStore({
  directory,
  key: new Uint8Array(32).fill(3),
  config: StoreConfig.parse({}),
});
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
const tenant = store.tenant('bench' as TenantId);
await must(tenant.selectExtent());

const batches = Math.max(1, Math.round(logRows / ROWS));
await appendMany('logs', tenant, batches, logBatch);
await appendMany('spans', tenant, Math.ceil(batches / 2), spanBatch);
await appendMany('points', tenant, Math.ceil(batches / 2), pointBatch);
let rollupCost = 0;
for (let hour = 0; hour < hours; hour++) {
  const batch = { ...logBatchWithoutRows(), rollups: rollupsOfHour(hour) };
  rollupCost += (await measure(() => must(tenant.append(batch, `rollups:${hour}`)))).cpu;
}
const rollupRows = hours * 60 * (SERIES + SPAN_KEYS);
console.log(
  `append rollups: ${(rollupCost / rollupRows).toFixed(2)} us CPU per row, ${hours} h of ${SERIES} series and ${SPAN_KEYS} span keys`,
);

function logBatchWithoutRows(): IngestedBatch {
  const { columns } = logBatch(0, 1);
  return { ...nothing, entityOfSource, columns: { ...(columns as LogColumns), count: 0 } };
}

const day: TimeRange = { from: start, to: start + 24 * HOUR };
const query: LogQuery = { range: day, filters: [], text: '', limit: 100, order: 'newest' };
const route = { field: 'attributes.http.route', operator: '=', value: '/route/7' } as const;
const service = { field: 'resource.service.name', operator: '=', value: 'service-3' } as const;
await time('logs newest 100', async () => `${(await must(tenant.selectLogs(query))).rows.length} rows`);
await time('logs newest 100 of a service with errors', async () => {
  const filters = [service, { field: 'severity', operator: '>=', value: 'error' } as const];
  return `${(await must(tenant.selectLogs({ ...query, filters }))).rows.length} rows`;
});
await time(
  'logs with a rare word',
  async () => `${(await must(tenant.selectLogs({ ...query, text: 'deadbeef' }))).rows.length} rows`,
);
await time(
  'logs with a rare part of a word',
  async () => `${(await must(tenant.selectLogs({ ...query, text: 'deadbeef*' }))).rows.length} rows`,
);
await time(
  'logs with a frequent word',
  async () => `${(await must(tenant.selectLogs({ ...query, text: 'customer' }))).rows.length} rows`,
);
await time(
  'logs of a route',
  async () => `${(await must(tenant.selectLogs({ ...query, filters: [route] }))).rows.length} rows`,
);
await time(
  'log histogram per minute',
  async () => `${(await must(tenant.selectLogHistogram({ ...query, step: MINUTE }))).length} bars`,
);
await time(
  'top routes',
  async () =>
    `${(await must(tenant.selectTopValues({ ...query, field: 'attributes.http.route', limit: 10 }))).length} values`,
);
const [span] = await must(tenant.selectSpans({ range: day, limit: 1 }));
await time('one trace', async () => `${(await must(tenant.selectTrace(span!.traceId))).length} spans`);
await time(
  'traces newest 50',
  async () => `${(await must(tenant.selectTraces({ range: day, limit: 50, order: 'newest' }))).traces.length} traces`,
);
await time(
  'traces slowest 50',
  async () => `${(await must(tenant.selectTraces({ range: day, limit: 50, order: 'slowest' }))).traces.length} traces`,
);
await time(
  'spans of 20 minutes',
  async () =>
    `${(await must(tenant.selectSpans({ range: { from: start, to: start + HOUR / 3 }, limit: 1e6 }))).length} spans`,
);
await time('points of 10 series', async () => {
  const ids = series.slice(0, 10).map((one) => one.id);
  return `${(await must(tenant.selectSeries({ range: day, series: ids, step: 5 * MINUTE }))).length} series`;
});
for (const [name, length] of [
  ['1 minute', MINUTE],
  ['1 hour', HOUR],
  ['6 hours', 6 * HOUR],
  ['24 hours', 24 * HOUR],
] as const) {
  await time(`rollups of ${name}`, async () => {
    const found = await must(tenant.selectRollups({ from: start, to: start + length }));
    return `${found.metrics.length} + ${found.spans.length} rows`;
  });
}
for (const usage of await must(tenant.selectUsage())) {
  console.log(
    `${usage.signal}: ${usage.rows} rows, ${(usage.bytes / Math.max(1, usage.rows)).toFixed(1)} bytes a row on disk`,
  );
}
console.log(`memory: ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB resident`);
await store.close();
await rm(directory, { recursive: true });
