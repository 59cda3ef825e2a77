import type { AttributeColumns, ValueKind } from '@foreshock/model/attributes.ts';
import { valueKinds } from '@foreshock/model/attributes.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { Metric, PointColumns } from '@foreshock/model/point-columns.ts';
import type { ResourceScope } from '@foreshock/model/resource.ts';
import type { MetricRollup, SpanRollup } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { textColumnOf } from '@foreshock/model/text-column.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** Batches for the contract suite, written as rows so that a person can read them. */

export type SampleAttributes = readonly (readonly [key: string, value: string, kind?: ValueKind])[];

export interface SampleLog {
  /** Nanoseconds. */
  readonly time: bigint;
  readonly observed?: bigint;
  readonly body: string;
  readonly bodyKind?: ValueKind;
  readonly severity?: number;
  readonly severityText?: string;
  readonly eventName?: string;
  /** Hex. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly template?: string;
  readonly attributes?: SampleAttributes;
  /** Index into `sources`. */
  readonly source?: number;
}

export interface SampleSpan {
  readonly start: bigint;
  readonly end: bigint;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind?: number;
  readonly status?: number;
  readonly statusMessage?: string;
  readonly attributes?: SampleAttributes;
  readonly events?: string;
  readonly links?: string;
  readonly source?: number;
}

export interface SamplePoint {
  readonly time: bigint;
  readonly series: string;
  readonly value: number;
  readonly absent?: boolean;
}

export interface SampleSource {
  readonly entity: string;
  readonly resource: readonly (readonly [string, string])[];
  readonly scopeName?: string;
}

const shop: SampleSource = { entity: 'ent_shop', resource: [['service.name', 'shop']] };

const nothing = {
  entityOfSource: [],
  templateOfRow: [],
  seriesOfRow: [],
  rollups: { metrics: [], spans: [], templates: [], series: [] },
  intake: [],
  entities: [],
  relations: [],
  templates: [],
  changes: [],
  events: [],
} as const satisfies Omit<IngestedBatch, 'columns'>;

export function logBatch(
  rows: readonly SampleLog[],
  more: Partial<IngestedBatch> = {},
  sources = [shop],
): IngestedBatch {
  const columns: LogColumns = {
    signal: 'logs',
    count: rows.length,
    timeUnixNano: BigUint64Array.from(rows, (row) => row.time),
    observedTimeUnixNano: BigUint64Array.from(rows, (row) => row.observed ?? row.time),
    severityNumber: Uint8Array.from(rows, (row) => row.severity ?? 9),
    severityText: textColumnOf(rows.map((row) => row.severityText ?? '')),
    eventName: textColumnOf(rows.map((row) => row.eventName ?? '')),
    bodyKind: Uint8Array.from(rows, (row) => valueKinds.indexOf(row.bodyKind ?? 'string')),
    body: textColumnOf(rows.map((row) => row.body)),
    traceId: bytesOf(
      rows.map((row) => row.traceId ?? ''),
      16,
    ),
    spanId: bytesOf(
      rows.map((row) => row.spanId ?? ''),
      8,
    ),
    flags: new Uint32Array(rows.length),
    attributes: attributeColumns(rows.map((row) => row.attributes ?? [])),
    source: Uint32Array.from(rows, (row) => row.source ?? 0),
    sources: sources.map(scopeOf),
  };
  const templateOfRow = rows.map((row) => (row.template ?? '') as TemplateId);
  return { ...nothing, columns, entityOfSource: entitiesOf(sources), templateOfRow, ...more };
}

export function spanBatch(
  rows: readonly SampleSpan[],
  more: Partial<IngestedBatch> = {},
  sources = [shop],
): IngestedBatch {
  const columns: SpanColumns = {
    signal: 'traces',
    count: rows.length,
    traceId: bytesOf(
      rows.map((row) => row.traceId),
      16,
    ),
    spanId: bytesOf(
      rows.map((row) => row.spanId),
      8,
    ),
    parentSpanId: bytesOf(
      rows.map((row) => row.parentSpanId ?? ''),
      8,
    ),
    traceState: textColumnOf(rows.map(() => '')),
    name: textColumnOf(rows.map((row) => row.name)),
    kind: Uint8Array.from(rows, (row) => row.kind ?? 2),
    startTimeUnixNano: BigUint64Array.from(rows, (row) => row.start),
    endTimeUnixNano: BigUint64Array.from(rows, (row) => row.end),
    statusCode: Uint8Array.from(rows, (row) => row.status ?? 0),
    statusMessage: textColumnOf(rows.map((row) => row.statusMessage ?? '')),
    flags: new Uint32Array(rows.length),
    attributes: attributeColumns(rows.map((row) => row.attributes ?? [])),
    events: textColumnOf(rows.map((row) => row.events ?? '[]')),
    links: textColumnOf(rows.map((row) => row.links ?? '[]')),
    source: Uint32Array.from(rows, (row) => row.source ?? 0),
    sources: sources.map(scopeOf),
  };
  return { ...nothing, columns, entityOfSource: entitiesOf(sources), ...more };
}

export function pointBatch(rows: readonly SamplePoint[], more: Partial<IngestedBatch> = {}): IngestedBatch {
  const metric: Metric = {
    name: 'queue.length',
    description: '',
    unit: '1',
    type: 'gauge',
    temporality: 'unspecified',
    monotonic: false,
    source: 0,
  };
  const columns: PointColumns = {
    signal: 'metrics',
    count: rows.length,
    metric: new Uint32Array(rows.length),
    metrics: [metric],
    timeUnixNano: BigUint64Array.from(rows, (row) => row.time),
    startTimeUnixNano: new BigUint64Array(rows.length),
    value: Float64Array.from(rows, (row) => row.value),
    observations: new Float64Array(rows.length).fill(1),
    absent: Uint8Array.from(rows, (row) => (row.absent ? 1 : 0)),
    buckets: rows.map(() => undefined),
    exemplars: new Map(),
    attributes: attributeColumns(rows.map(() => [])),
    sources: [scopeOf(shop)],
  };
  const seriesOfRow = rows.map((row) => row.series as SeriesId);
  return { ...nothing, columns, entityOfSource: entitiesOf([shop]), seriesOfRow, ...more };
}

/** No records, only what `more` says. */
export function factBatch(more: Partial<IngestedBatch>): IngestedBatch {
  return logBatch([], more);
}

export function sampleSeries(id: string, more: Partial<Series> = {}): Series {
  return {
    id: id as SeriesId,
    entity: 'ent_shop' as EntityId,
    metric: 'queue.length',
    unit: '1',
    type: 'gauge',
    temporality: 'unspecified',
    monotonic: false,
    attributes: {},
    ...more,
  };
}

export function sampleEntity(id: string, name: string, more: Partial<Entity> = {}): Entity {
  const seen = { firstSeen: 0, lastSeen: 0 };
  return {
    id: id as EntityId,
    kind: 'service',
    name,
    cluster: '',
    namespace: '',
    nodes: [],
    version: '',
    ...seen,
    ...more,
  };
}

export function sampleTemplate(id: string, text: string, more: Partial<Template> = {}): Template {
  const seen = { firstSeen: 0, lastSeen: 0, count: 1, severityNumber: 9, aliases: [] };
  return { id: id as TemplateId, entity: 'ent_shop' as EntityId, text, ...seen, ...more };
}

export function metricRollup(minute: Timestamp, series: string, more: Partial<MetricRollup> = {}): MetricRollup {
  const one = { count: 1, sum: 1, min: 1, max: 1, last: 1, lastTime: minute, observations: 0 };
  return { minute, series: series as SeriesId, bins: new Map(), ...one, ...more };
}

export function spanRollup(minute: Timestamp, entity: string, more: Partial<SpanRollup> = {}): SpanRollup {
  const one = {
    operation: 'GET /',
    side: 'server',
    peer: '',
    count: 1,
    errors: 0,
    sampled: 1,
    sampledErrors: 0,
    durationSumMs: 1,
  } as const;
  return { minute, entity: entity as EntityId, bins: new Map([[0, 1]]), ...one, ...more };
}

export function templateCount(minute: Timestamp, template: string, count: number) {
  return { minute, entity: 'ent_shop' as EntityId, template: template as TemplateId, severityNumber: 9, count };
}

function entitiesOf(sources: readonly SampleSource[]): readonly EntityId[] {
  return sources.map((source) => source.entity as EntityId);
}

function scopeOf(source: SampleSource): ResourceScope {
  return { resource: new Map(source.resource), scopeName: source.scopeName ?? '', scopeVersion: '', schemaUrl: '' };
}

function bytesOf(hex: readonly string[], size: number): Uint8Array {
  const bytes = new Uint8Array(hex.length * size);
  for (const [row, text] of hex.entries()) bytes.set(Buffer.from(text, 'hex'), row * size);
  return bytes;
}

function attributeColumns(rows: readonly SampleAttributes[]): AttributeColumns {
  const keys = [...new Set(rows.flatMap((row) => row.map(([key]) => key)))];
  const flat = rows.flat();
  const first = new Uint32Array(rows.length + 1);
  for (const [row, attributes] of rows.entries()) first[row + 1] = first[row]! + attributes.length;
  return {
    first,
    key: Uint32Array.from(flat, ([key]) => keys.indexOf(key)),
    keys,
    kind: Uint8Array.from(flat, ([, , kind]) => valueKinds.indexOf(kind ?? 'string')),
    text: textColumnOf(flat.map(([, value]) => value)),
  };
}
