import type { Signal } from '@foreshock/model/telemetry.ts';
import { requestNames } from './otlp-arbitrary.ts';
import { decodeWithLibrary } from './otlp-proto.ts';
import type { Row } from './otlp-rows.ts';

/**
 * The plain second implementation of the decoders: a library decodes, simple code makes rows of its objects. Rows are as
 * `rowsOf` gives them; refused records are left out.
 */
// biome-ignore lint/suspicious/noExplicitAny: the library's objects have no types, and naming them all would be a decoder
type Message = any;

const received = 1_700_000_000_000;
export const receivedAt = received;
const receivedNano = BigInt(received) * 1_000_000n;

export function referenceRows(signal: Signal, body: Uint8Array): Row[] {
  const request: Message = decodeWithLibrary(requestNames[signal], body);
  const names = {
    logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
    traces: ['resourceSpans', 'scopeSpans', 'spans'],
    metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  } as const;
  const [resources, scopes, records] = names[signal];
  const rowsOfRecord = { logs: logRows, traces: spanRows, metrics: metricRows }[signal];
  return request[resources].flatMap((group: Message) =>
    group[scopes].flatMap((scope: Message) => {
      const source = {
        resource: new Map([...attributesOf(group.resource?.attributes)].map(([key, [, text]]) => [key, text])),
        scopeName: scope.scope?.name ?? '',
        scopeVersion: scope.scope?.version ?? '',
        schemaUrl: scope.schemaUrl || group.schemaUrl || '',
      };
      return scope[records].flatMap((record: Message) => rowsOfRecord(record, source));
    }),
  );
}

function logRows(record: Message, source: Row): Row[] {
  if (![0, 16].includes(length(record.traceId)) || ![0, 8].includes(length(record.spanId))) return [];
  const observed = timeOf(record.observedTimeUnixNano) || receivedNano;
  const severity = record.severityNumber ?? 0;
  return [
    {
      time: timeOf(record.timeUnixNano) || observed,
      observed,
      severityNumber: severity >= 0 && severity <= 24 ? severity : 0,
      severityText: record.severityText ?? '',
      eventName: record.eventName ?? '',
      body: kindAndText(record.body),
      traceId: hexOf(record.traceId, 16),
      spanId: hexOf(record.spanId, 8),
      flags: record.flags ?? 0,
      attributes: attributesOf(record.attributes),
      source,
    },
  ];
}

function spanRows(span: Message, source: Row): Row[] {
  const hasIds = isId(span.traceId, 16) && isId(span.spanId, 8) && [0, 8].includes(length(span.parentSpanId));
  if (!hasIds) return [];
  const start = timeOf(span.startTimeUnixNano) || timeOf(span.endTimeUnixNano) || receivedNano;
  const kind = span.kind ?? 0;
  const code = span.status?.code ?? 0;
  return [
    {
      traceId: hexOf(span.traceId, 16),
      spanId: hexOf(span.spanId, 8),
      parentSpanId: hexOf(span.parentSpanId, 8),
      traceState: span.traceState ?? '',
      name: span.name ?? '',
      kind: kind >= 0 && kind <= 255 ? kind : 0,
      start,
      end: timeOf(span.endTimeUnixNano) || start,
      statusCode: code >= 0 && code <= 2 ? code : 0,
      statusMessage: span.status?.message ?? '',
      flags: span.flags ?? 0,
      attributes: attributesOf(span.attributes),
      events: span.events.map(otlpJsonOf),
      links: span.links.map(otlpJsonOf),
      source,
    },
  ];
}

const dataTypes = {
  gauge: 'gauge',
  sum: 'sum',
  histogram: 'histogram',
  exponentialHistogram: 'exponential-histogram',
  summary: 'summary',
} as const;

function metricRows(metric: Message, source: Row): Row[] {
  for (const [name, type] of Object.entries(dataTypes)) {
    const data = metric[name];
    if (data === undefined) continue;
    const names = {
      name: metric.name ?? '',
      description: metric.description ?? '',
      unit: metric.unit ?? '',
      type,
      temporality: ['unspecified', 'delta', 'cumulative'][data.aggregationTemporality ?? 0] ?? 'unspecified',
      monotonic: data.isMonotonic ?? false,
    };
    return data.dataPoints.flatMap((point: Message) => pointRows(type, point, { metric: names, source }));
  }
  return [];
}

function pointRows(type: string, point: Message, shared: Row): Row[] {
  const isNumber = type === 'gauge' || type === 'sum';
  const flags = point.flags ?? 0;
  const number = point.asDouble ?? (point.asInt === undefined ? undefined : Number(point.asInt));
  if (isNumber && number === undefined && (flags & 1) === 0) return [];
  const counts = point.bucketCounts?.map(Number) ?? [];
  const bounds = point.explicitBounds ?? [];
  const isWhole = counts.length === bounds.length + 1 || (counts.length === 0 && bounds.length === 0);
  if (type === 'histogram' && !isWhole) return [];
  const observations = isNumber ? 1 : Number(point.count ?? 0);
  return [
    {
      ...shared,
      time: timeOf(point.timeUnixNano) || receivedNano,
      start: timeOf(point.startTimeUnixNano),
      value: isNumber ? (number ?? Number.NaN) : (point.sum ?? (type === 'summary' ? 0 : Number.NaN)),
      observations,
      absent: flags & 1,
      buckets: bucketsOf(type, point, observations),
      exemplars: (point.exemplars ?? []).map(otlpJsonOf),
      attributes: attributesOf(point.attributes),
    },
  ];
}

function bucketsOf(type: string, point: Message, observations: number): Row | undefined {
  if (type === 'histogram') {
    const counts = point.bucketCounts.map(Number);
    return { bounds: point.explicitBounds, counts: counts.length > 0 ? counts : [observations] };
  }
  if (type === 'exponential-histogram') return exponentialOf(point);
  if (type !== 'summary') return undefined;
  const pairs = point.quantileValues.map((pair: Message) => [pair.quantile ?? 0, pair.value ?? 0]);
  pairs.sort((a: number[], b: number[]) => a[0]! - b[0]!);
  const edges = [0, ...pairs.map((pair: number[]) => pair[0]), 1];
  const counts = edges.slice(1).map((edge, i) => (edge - edges[i]!) * observations);
  return { bounds: pairs.map((pair: number[]) => pair[1]), counts };
}

function exponentialOf(point: Message): Row {
  const scale = point.scale ?? 0;
  const power = (index: number) => (index === 0 ? 1 : Math.min(2 ** (index * 2 ** -scale), Number.MAX_VALUE));
  const sideOf = (side: Message) => ({ offset: side?.offset ?? 0, counts: side?.bucketCounts.map(Number) ?? [] });
  const positive = sideOf(point.positive);
  const negative = sideOf(point.negative);
  const threshold = point.zeroThreshold > 0 ? Math.min(point.zeroThreshold, Number.MAX_VALUE) : 0;
  const buckets: [bound: number, count: number][] = negative.counts.map((count: number, i: number) => [
    -power(negative.offset + i),
    count,
  ]);
  if (buckets.length > 0) buckets.push([-power(negative.offset + negative.counts.length), 0]);
  buckets.reverse();
  buckets.push([threshold, Number(point.zeroCount ?? 0)]);
  if (positive.counts.length > 0 && power(positive.offset) > threshold) buckets.push([power(positive.offset), 0]);
  buckets.push(...positive.counts.map((count: number, i: number) => [power(positive.offset + i + 1), count]));
  let highest = -Number.MAX_VALUE;
  const bounds = buckets.map(([bound]) => {
    highest = Math.max(highest, bound);
    return highest;
  });
  return { bounds, counts: [...buckets.map(([, count]) => count), 0] };
}

/** Of equal keys the last counts, at the place of the first. */
function attributesOf(list: Message[] = []): Map<string, [string, string]> {
  return new Map(list.map(({ key, value }) => [key ?? '', kindAndText(value)]));
}

function kindAndText(value: Message = {}): [kind: string, text: string] {
  if (value.stringValue !== undefined) return ['string', value.stringValue];
  if (value.boolValue !== undefined) return ['bool', String(value.boolValue)];
  if (value.intValue !== undefined) return ['int', value.intValue];
  if (value.doubleValue !== undefined) return ['double', doubleText(value.doubleValue)];
  if (value.bytesValue !== undefined) return ['bytes', Buffer.from(value.bytesValue).toString('base64')];
  if (value.arrayValue !== undefined) return ['array', jsonOf(value)];
  if (value.kvlistValue !== undefined) return ['map', jsonOf(value)];
  return ['empty', ''];
}

function jsonOf(value: Message = {}): string {
  if (value.arrayValue !== undefined) return `[${value.arrayValue.values.map(jsonOf).join(',')}]`;
  if (value.kvlistValue !== undefined) {
    const members = value.kvlistValue.values.map(
      (pair: Message) => `${stringOf(pair.key ?? '')}:${jsonOf(pair.value)}`,
    );
    return `{${members.join(',')}}`;
  }
  const [kind, text] = kindAndText(value);
  if (kind === 'empty') return 'null';
  const isQuoted = kind === 'string' || kind === 'bytes' || (kind === 'double' && !Number.isFinite(value.doubleValue));
  return isQuoted ? stringOf(text) : text;
}

/** Control characters are all written as \u00xx. */
function stringOf(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const escaped = text.replace(/[\u0000-\u001f]/g, (character) => {
    return `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped.replace(/\\(?!u00)|"/g, '\\$&')}"`;
}

function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A message of the library as OTLP/JSON, parsed: ids hex, other bytes base64, no empty lists. */
export function otlpJsonOf(message: Message): Message {
  if (message instanceof Uint8Array) return Buffer.from(message).toString('base64');
  if (Array.isArray(message)) return message.map(otlpJsonOf);
  if (typeof message === 'number') return Number.isFinite(message) ? message : String(message);
  if (typeof message !== 'object' || message === null) return message;
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) {
    const isId = value instanceof Uint8Array && ['traceId', 'spanId', 'parentSpanId'].includes(name);
    const isUnset = Array.isArray(value) && value.length === 0;
    if (isId) json[name] = Buffer.from(value).toString('hex');
    else if (!isUnset) json[name] = otlpJsonOf(value);
  }
  return json;
}

function isId(id: Uint8Array | undefined, width: number): boolean {
  return id !== undefined && id.length === width && id.some((byte) => byte !== 0);
}
function length(bytes: Uint8Array | undefined): number {
  return bytes?.length ?? 0;
}
function hexOf(id: Uint8Array | undefined, width: number): string {
  return length(id) === 0 ? '00'.repeat(width) : Buffer.from(id!).toString('hex');
}
function timeOf(time: string | undefined): bigint {
  return BigInt(time ?? 0);
}
