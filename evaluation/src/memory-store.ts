// What a store would give back for closed minutes, kept in memory: the simulator's requests go through the product's own
// decoder, miner and rollups, so that what is measured is what runs.
import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { addBins } from '@foreshock/model/latency-bins.ts';
import type { MetricRollup, SpanRollup, TemplateCount } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import { type SpanColumns, spanKinds, spanStatuses } from '@foreshock/model/span-columns.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { Relation } from '@foreshock/model/topology.ts';
import { buildFrames } from '@foreshock/server/analysis/build-frames.ts';
import type { MinuteFrame } from '@foreshock/server/analysis/minute-frame.ts';
import { joinSpans } from '@foreshock/server/analysis/root-cause/gather-evidence.ts';
import type { TracedSpan } from '@foreshock/server/analysis/root-cause/traced-span.ts';
import { attributesOfRow } from '@foreshock/server/ingest/columns.ts';
import type { SpanFact, SpanLog } from '@foreshock/server/store/telemetry/telemetry-store.ts';

export interface MemoryStore {
  add(batch: IngestedBatch): void;
  /** All that is remembered, as plain data; a store made of it goes on as this one would. */
  state(): MemoryState;
  /** Frames of the minutes in the range; what they hold is forgotten. */
  takeFrames(range: TimeRange): MinuteFrame[];
  spans(range: TimeRange): TracedSpan[];
  entityNamed(name: string): EntityId | undefined;
  nameOf(id: EntityId): string;
}

export interface MemoryState {
  readonly metrics: ReadonlyMap<string, MetricRollup>;
  readonly spanRollups: ReadonlyMap<string, SpanRollup>;
  readonly templateCounts: ReadonlyMap<string, TemplateCount>;
  readonly series: ReadonlyMap<SeriesId, Series>;
  readonly entities: ReadonlyMap<EntityId, Entity>;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly templates: ReadonlyMap<TemplateId, Template>;
  readonly changes: readonly Change[];
  readonly events: readonly ClusterEvent[];
  readonly facts: readonly SpanFact[];
  readonly logs: readonly SpanLog[];
}

/** Root cause reads an hour back; older spans are forgotten. */
const SPANS_KEPT_MS = 90 * 60_000;

export function createMemoryStore(state?: MemoryState): MemoryStore {
  const metrics = new Map(state?.metrics);
  const spanRollups = new Map(state?.spanRollups);
  const templateCounts = new Map(state?.templateCounts);
  const series = new Map(state?.series);
  const entities = new Map(state?.entities);
  const relations = new Map(state?.relations);
  const templates = new Map(state?.templates);
  let changes: Change[] = [...(state?.changes ?? [])];
  let events: ClusterEvent[] = [...(state?.events ?? [])];
  let facts: SpanFact[] = [...(state?.facts ?? [])];
  let logs: SpanLog[] = [...(state?.logs ?? [])];

  return {
    add(batch) {
      for (const rollup of batch.rollups.metrics)
        merge(metrics, `${rollup.minute} ${rollup.series}`, rollup, addMetric);
      for (const rollup of batch.rollups.spans) {
        merge(
          spanRollups,
          `${rollup.minute} ${rollup.entity} ${rollup.side} ${rollup.peer} ${rollup.operation}`,
          rollup,
          addSpan,
        );
      }
      for (const rollup of batch.rollups.templates) {
        merge(
          templateCounts,
          `${rollup.minute} ${rollup.entity} ${rollup.template} ${rollup.severityNumber}`,
          rollup,
          addCount,
        );
      }
      for (const one of batch.rollups.series) series.set(one.id, one);
      for (const entity of batch.entities) entities.set(entity.id, entity);
      for (const relation of batch.relations)
        relations.set(`${relation.from} ${relation.to} ${relation.kind}`, relation);
      for (const template of batch.templates) templates.set(template.id, template);
      changes.push(...batch.changes);
      events.push(...batch.events);
      if (batch.columns.signal === 'traces') facts.push(...spanFacts(batch.columns, batch.entityOfSource));
      if (batch.columns.signal === 'logs') logs.push(...spanLogs(batch));
    },
    takeFrames(range) {
      const rollups = {
        metrics: take(metrics, range),
        spans: take(spanRollups, range),
        templates: take(templateCounts, range),
        series: [...series.values()],
      };
      const isDue = (time: Timestamp): boolean => time < range.to;
      const topology = { entities: new Map(entities), relations: [...relations.values()] };
      const frames = buildFrames({
        range,
        rollups,
        topology,
        templates: [...templates.values()],
        changes: changes.filter((change) => isDue(change.time)),
        events: events.filter((event) => isDue(event.time)),
      });
      changes = changes.filter((change) => !isDue(change.time));
      events = events.filter((event) => !isDue(event.time));
      facts = facts.filter((fact) => fact.end >= range.to - SPANS_KEPT_MS);
      logs = logs.filter((log) => log.time >= range.to - SPANS_KEPT_MS);
      return frames;
    },
    spans: (range) =>
      joinSpans(
        facts.filter((fact) => fact.end >= range.from && fact.end < range.to),
        logs,
      ),
    state: () => ({
      metrics,
      spanRollups,
      templateCounts,
      series,
      entities,
      relations,
      templates,
      changes,
      events,
      facts,
      logs,
    }),
    entityNamed: (name) => [...entities.values()].find((entity) => entity.name === name)?.id,
    nameOf: (id) => entities.get(id)?.name ?? id,
  };
}

function merge<Row>(into: Map<string, Row>, key: string, row: Row, add: (a: Row, b: Row) => Row): void {
  const known = into.get(key);
  into.set(key, known ? add(known, row) : row);
}

function addMetric(a: MetricRollup, b: MetricRollup): MetricRollup {
  const later = b.lastTime >= a.lastTime ? b : a;
  const bins = new Map(a.bins);
  addBins(bins, b.bins);
  return {
    ...a,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    last: later.last,
    lastTime: later.lastTime,
    observations: a.observations + b.observations,
    bins,
  };
}

function addSpan(a: SpanRollup, b: SpanRollup): SpanRollup {
  const bins = new Map(a.bins);
  addBins(bins, b.bins);
  return {
    ...a,
    count: a.count + b.count,
    errors: a.errors + b.errors,
    sampled: a.sampled + b.sampled,
    sampledErrors: a.sampledErrors + b.sampledErrors,
    durationSumMs: a.durationSumMs + b.durationSumMs,
    bins,
  };
}

function addCount(a: TemplateCount, b: TemplateCount): TemplateCount {
  return { ...a, count: a.count + b.count };
}

function take<Row extends { readonly minute: Timestamp }>(rows: Map<string, Row>, range: TimeRange): Row[] {
  const taken: Row[] = [];
  for (const [key, row] of rows) {
    if (row.minute >= range.to) continue;
    rows.delete(key);
    if (row.minute >= range.from) taken.push(row);
  }
  return taken;
}

function spanFacts(columns: SpanColumns, entityOfSource: readonly EntityId[]): SpanFact[] {
  const facts: SpanFact[] = [];
  for (let row = 0; row < columns.count; row++) {
    facts.push({
      traceId: hexAt(columns.traceId, row, 16),
      spanId: hexAt(columns.spanId, row, 8),
      parentSpanId: hexAt(columns.parentSpanId, row, 8),
      name: textAt(columns.name, row),
      kind: spanKinds[columns.kind[row]!] ?? 'unspecified',
      entity: entityOfSource[columns.source[row]!]!,
      start: Number(columns.startTimeUnixNano[row]!) / 1e6,
      end: Number(columns.endTimeUnixNano[row]!) / 1e6,
      status: spanStatuses[columns.statusCode[row]!] ?? 'unset',
    });
  }
  return facts;
}

function spanLogs(batch: IngestedBatch): SpanLog[] {
  const { columns } = batch;
  if (columns.signal !== 'logs') return [];
  const logs: SpanLog[] = [];
  for (let row = 0; row < columns.count; row++) {
    const spanId = hexAt(columns.spanId, row, 8);
    if (spanId === '') continue;
    const attributes = attributesOfRow(columns.attributes, row);
    const file = attributes.get('code.file.path') ?? attributes.get('code.filepath');
    const line = attributes.get('code.line.number') ?? attributes.get('code.lineno');
    logs.push({
      traceId: hexAt(columns.traceId, row, 16),
      spanId,
      time: Number(columns.timeUnixNano[row]!) / 1e6,
      entity: batch.entityOfSource[columns.source[row]!]!,
      template: batch.templateOfRow[row]!,
      location: file ? `${file}:${line ?? ''}` : '',
      severityNumber: columns.severityNumber[row]!,
    });
  }
  return logs;
}

/** Empty for an id of zeros, which is none. */
function hexAt(ids: Uint8Array, row: number, length: number): string {
  const hex = Buffer.from(ids.buffer, ids.byteOffset + row * length, length).toString('hex');
  return /^0+$/.test(hex) ? '' : hex;
}
