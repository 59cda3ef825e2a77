// Some rows of a request, in order. Texts stay slices of the same bytes.
import type { AttributeColumns } from '@foreshock/model/attributes.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { PointColumns } from '@foreshock/model/point-columns.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import type { TextColumn } from '@foreshock/model/text-column.ts';

/** `rows`: ascending. */
export function selectLogs(columns: LogColumns, rows: Uint32Array): LogColumns {
  return {
    signal: 'logs',
    count: rows.length,
    timeUnixNano: times(columns.timeUnixNano, rows),
    observedTimeUnixNano: times(columns.observedTimeUnixNano, rows),
    severityNumber: bytes(columns.severityNumber, rows, 1),
    severityText: texts(columns.severityText, rows),
    eventName: texts(columns.eventName, rows),
    bodyKind: bytes(columns.bodyKind, rows, 1),
    body: texts(columns.body, rows),
    traceId: bytes(columns.traceId, rows, 16),
    spanId: bytes(columns.spanId, rows, 8),
    flags: integers(columns.flags, rows),
    attributes: attributes(columns.attributes, rows),
    source: integers(columns.source, rows),
    sources: columns.sources,
  };
}

export function selectSpans(columns: SpanColumns, rows: Uint32Array): SpanColumns {
  return {
    signal: 'traces',
    count: rows.length,
    traceId: bytes(columns.traceId, rows, 16),
    spanId: bytes(columns.spanId, rows, 8),
    parentSpanId: bytes(columns.parentSpanId, rows, 8),
    traceState: texts(columns.traceState, rows),
    name: texts(columns.name, rows),
    kind: bytes(columns.kind, rows, 1),
    startTimeUnixNano: times(columns.startTimeUnixNano, rows),
    endTimeUnixNano: times(columns.endTimeUnixNano, rows),
    statusCode: bytes(columns.statusCode, rows, 1),
    statusMessage: texts(columns.statusMessage, rows),
    flags: integers(columns.flags, rows),
    attributes: attributes(columns.attributes, rows),
    events: texts(columns.events, rows),
    links: texts(columns.links, rows),
    source: integers(columns.source, rows),
    sources: columns.sources,
  };
}

export function selectPoints(columns: PointColumns, rows: Uint32Array): PointColumns {
  const exemplars = new Map<number, string>();
  if (columns.exemplars.size > 0) {
    for (const [at, row] of rows.entries()) {
      const text = columns.exemplars.get(row);
      if (text !== undefined) exemplars.set(at, text);
    }
  }
  return {
    signal: 'metrics',
    count: rows.length,
    metric: integers(columns.metric, rows),
    metrics: columns.metrics,
    timeUnixNano: times(columns.timeUnixNano, rows),
    startTimeUnixNano: times(columns.startTimeUnixNano, rows),
    value: doubles(columns.value, rows),
    observations: doubles(columns.observations, rows),
    absent: bytes(columns.absent, rows, 1),
    buckets: Array.from(rows, (row) => columns.buckets[row]),
    exemplars,
    attributes: attributes(columns.attributes, rows),
    sources: columns.sources,
  };
}

/** Of a list with an entry per row those of some rows; an empty list stays empty. */
export function selectItems<T>(items: readonly T[], rows: Uint32Array): readonly T[] {
  return items.length === 0 ? items : Array.from(rows, (row) => items[row]!);
}

function times(from: BigUint64Array, rows: Uint32Array): BigUint64Array {
  const to = new BigUint64Array(rows.length);
  for (let at = 0; at < rows.length; at++) to[at] = from[rows[at]!]!;
  return to;
}

function integers(from: Uint32Array, rows: Uint32Array): Uint32Array {
  const to = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) to[at] = from[rows[at]!]!;
  return to;
}

function doubles(from: Float64Array, rows: Uint32Array): Float64Array {
  const to = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) to[at] = from[rows[at]!]!;
  return to;
}

function bytes(from: Uint8Array, rows: Uint32Array, width: number): Uint8Array {
  const to = new Uint8Array(rows.length * width);
  for (let at = 0; at < rows.length; at++) {
    const start = rows[at]! * width;
    for (let i = 0; i < width; i++) to[at * width + i] = from[start + i]!;
  }
  return to;
}

function texts(from: TextColumn, rows: Uint32Array): TextColumn {
  return { bytes: from.bytes, start: integers(from.start, rows), end: integers(from.end, rows) };
}

function attributes(from: AttributeColumns, rows: Uint32Array): AttributeColumns {
  let count = 0;
  for (const row of rows) count += from.first[row + 1]! - from.first[row]!;
  const first = new Uint32Array(rows.length + 1);
  const kept = new Uint32Array(count);
  let at = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    for (let attribute = from.first[row]!; attribute < from.first[row + 1]!; attribute++) kept[at++] = attribute;
    first[index + 1] = at;
  }
  return {
    first,
    key: integers(from.key, kept),
    keys: from.keys,
    kind: bytes(from.kind, kept, 1),
    text: texts(from.text, kept),
  };
}
