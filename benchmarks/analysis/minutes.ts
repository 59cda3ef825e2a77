// What the store would give for one closed minute of a system under steady load: metrics, lines, calls, and the spans
// of sampled traces. The same minute is the same each time that it is asked for.
import type { EntityId } from '@foreshock/model/entity.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { MetricRollup, SpanRollup, TemplateCount } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { MinutesRead } from '../../server/src/analysis/build-frames.ts';
import { counterUniform } from '../../server/src/analysis/statistics/counter-hash.ts';
import type { SpanFact } from '../../server/src/store/telemetry/telemetry-store.ts';
import type { System } from './system.ts';

export interface Load {
  readonly series: number;
  readonly logsPerSecond: number;
  readonly spansPerSecond: number;
}

/** For a stretch of minutes a part of the system fails and is slow, and what calls it with it. */
export interface Fault {
  readonly workload: number;
  readonly range: TimeRange;
}

export interface Telemetry {
  read(minute: Timestamp): MinutesRead;
  /** Spans that ended in a range of whole minutes, as many as analysis reads of each. */
  spans(range: TimeRange): SpanFact[];
}

/** Names of the conventions, of each kind that detection tells apart. */
const GAUGES = [
  'container.memory.usage',
  'process.cpu.utilization',
  'app.queue.size',
  'jvm.thread.count',
  'room.temperature',
];
const COUNTERS = ['http.server.request.count', 'process.cpu.time', 'app.orders.processed'];
/** Of each workload. */
const TEMPLATES = 10;
/** Analysis reads no more spans of a minute than this: `MAX_SPANS_PER_MINUTE` of analyze.ts. */
const MOST_SPANS = 30_000;
const FAILED_SHARE = 0.4;

export function telemetryOf(system: System, load: Load, fault: Fault): Telemetry {
  const { workloads, callees, topology } = system;
  const series = Array.from({ length: load.series }, (_, i) => seriesAt(i, workloads[i % workloads.length]!));
  const templates = workloads.flatMap((entity, i) =>
    Array.from({ length: TEMPLATES }, (_, k) => templateAt(i * TEMPLATES + k, entity, fault.range.from)),
  );
  const edges = callees.flatMap((all, from) => all.map((to) => ({ from, to })));
  const perEdge = (load.spansPerSecond * 60) / (2 * edges.length + workloads.length);
  const isHurt = (i: number, minute: Timestamp): boolean =>
    minute >= fault.range.from &&
    minute < fault.range.to &&
    (i === fault.workload || callees[i]!.includes(fault.workload));
  const rollup = (minute: Timestamp, at: number, side: SpanRollup['side'], peer: EntityId | ''): SpanRollup => {
    const hurt = isHurt(at, minute);
    const count = Math.max(1, Math.round(perEdge * (0.9 + 0.2 * counterUniform(at, minute / MINUTE))));
    const errors = hurt ? Math.ceil(FAILED_SHARE * count) : 0;
    const ms = hurt ? 900 : 20 + (at % 40);
    return {
      minute,
      entity: workloads[at]!,
      operation: 'GET /items',
      side,
      peer,
      count,
      errors,
      sampled: count,
      sampledErrors: errors,
      durationSumMs: ms * count,
      bins: new Map([0.7, 1, 1.6].map((factor) => [binOf(ms * factor), count / 3])),
    };
  };
  return {
    read(minute) {
      const spans = [
        ...workloads.map((_, at) => rollup(minute, at, 'server', '')),
        ...edges.flatMap(({ from, to }) => [
          rollup(minute, from, 'client', workloads[to]!),
          rollup(minute, to, 'server', workloads[from]!),
        ]),
      ];
      const lines = (load.logsPerSecond * 60) / templates.length;
      return {
        range: { from: minute, to: minute + MINUTE },
        rollups: {
          metrics: series.map((one, i) => pointAt(one, i, minute)),
          spans,
          templates: templates.map((template, i) => linesAt(template, i, minute, lines, isHurt)),
          series,
        },
        topology,
        templates,
        changes: [],
        events: [],
      };
    },
    spans({ from, to }) {
      const all: SpanFact[] = [];
      const traces = Math.min(MOST_SPANS, load.spansPerSecond * 60);
      for (let minute = from; minute < to; minute += MINUTE) {
        const end = all.length + traces;
        for (let trace = 0; all.length < end; trace += 1) addTrace(all, system, minute, trace, isHurt);
      }
      return all;
    },
  };
}

function seriesAt(i: number, entity: EntityId): Series {
  const names = [...GAUGES, ...COUNTERS];
  const name = names[Math.floor(i / 7) % names.length]!;
  const isCounter = COUNTERS.includes(name);
  return {
    id: `ser_${i}` as SeriesId,
    entity,
    metric: name,
    unit: '1',
    type: isCounter ? 'sum' : 'gauge',
    temporality: isCounter ? 'cumulative' : 'unspecified',
    monotonic: isCounter,
    attributes: { 'k8s.pod.name': `pod-${i}` },
  };
}

function templateAt(i: number, entity: EntityId, firstSeen: Timestamp): Template {
  const severityNumber = i % TEMPLATES === 0 ? 17 : 9;
  const text = `step-${i % 97} of order <NUM> for <USER> took <NUM> ms, status-${i % TEMPLATES}`;
  const id = `tpl_${i}` as TemplateId;
  return { id, entity, text, aliases: [], severityNumber, firstSeen, lastSeen: firstSeen, count: 1 };
}

function pointAt({ id, monotonic }: Series, i: number, minute: Timestamp): MetricRollup {
  const at = minute / MINUTE;
  const noise = counterUniform(i, at);
  const value = monotonic
    ? (at % 100_000) * 600 + 60 * noise
    : 0.5 + 0.1 * Math.sin(i + at / (5 + (i % 30))) + 0.02 * noise;
  const lastTime = minute + 45_000;
  return {
    minute,
    series: id,
    count: 2,
    sum: 2 * value,
    min: value,
    max: value,
    last: value,
    lastTime,
    observations: 0,
    bins: new Map(),
  };
}

function linesAt(
  { id, entity, severityNumber }: Template,
  i: number,
  minute: Timestamp,
  usual: number,
  isHurt: (workload: number, minute: Timestamp) => boolean,
): TemplateCount {
  const isError = severityNumber >= 17;
  const factor = isError
    ? isHurt(Math.floor(i / TEMPLATES), minute)
      ? 5
      : 0.1
    : 0.8 + 0.4 * counterUniform(i, minute / MINUTE, 1);
  return { minute, entity, template: id, severityNumber, count: Math.max(1, Math.round(usual * factor)) };
}

/** One request through the system: the root and, three calls deep, one callee of each. */
function addTrace(
  all: SpanFact[],
  { workloads, callees }: System,
  minute: Timestamp,
  trace: number,
  isHurt: (workload: number, minute: Timestamp) => boolean,
): void {
  const traceId = `${(minute / MINUTE).toString(16)}-${trace.toString(16)}`.padStart(32, '0');
  const begun = minute + Math.floor(counterUniform(trace, minute / MINUTE, 2) * 55_000);
  let at = trace % workloads.length;
  let parentSpanId = '';
  for (let depth = 0; depth < 4; depth += 1) {
    const hurt = isHurt(at, minute);
    const spanId = `${trace.toString(16)}${depth}`.padStart(16, '0');
    const start = begun + depth * 2;
    all.push({
      traceId,
      spanId,
      parentSpanId,
      name: 'GET /items',
      kind: 'server',
      entity: workloads[at]!,
      start,
      end: start + (hurt ? 900 : 20 + (at % 40)),
      status: hurt && counterUniform(trace, depth, 4) < FAILED_SHARE ? 'error' : 'ok',
    });
    const next = callees[at]!;
    if (next.length === 0) return;
    at = next[Math.floor(counterUniform(trace, depth, 6) * next.length)]!;
    parentSpanId = spanId;
  }
}
