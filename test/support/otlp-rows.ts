import { type AttributeColumns, valueKinds } from '@foreshock/model/attributes.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { PointColumns } from '@foreshock/model/point-columns.ts';
import type { ResourceScope } from '@foreshock/model/resource.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import { textAt } from '@foreshock/model/text-column.ts';

/** One record of decoded columns as a plain object, so that tests can compare and print it. */
export type Row = Record<string, unknown>;

export function rowsOf(columns: TelemetryColumns): Row[] {
  switch (columns.signal) {
    case 'logs':
      return rows(columns.count, (row) => logRow(columns, row));
    case 'traces':
      return rows(columns.count, (row) => spanRow(columns, row));
    case 'metrics':
      return rows(columns.count, (row) => pointRow(columns, row));
  }
}

function rows(count: number, rowAt: (row: number) => Row): Row[] {
  return Array.from({ length: count }, (_, row) => rowAt(row));
}

function logRow(columns: LogColumns, row: number): Row {
  return {
    time: columns.timeUnixNano[row],
    observed: columns.observedTimeUnixNano[row],
    severityNumber: columns.severityNumber[row],
    severityText: textAt(columns.severityText, row),
    eventName: textAt(columns.eventName, row),
    body: [valueKinds[columns.bodyKind[row]!], textAt(columns.body, row)],
    traceId: hexAt(columns.traceId, row, 16),
    spanId: hexAt(columns.spanId, row, 8),
    flags: columns.flags[row],
    attributes: attributesAt(columns.attributes, row),
    source: sourceAt(columns.sources, columns.source[row]!),
  };
}

function spanRow(columns: SpanColumns, row: number): Row {
  return {
    traceId: hexAt(columns.traceId, row, 16),
    spanId: hexAt(columns.spanId, row, 8),
    parentSpanId: hexAt(columns.parentSpanId, row, 8),
    traceState: textAt(columns.traceState, row),
    name: textAt(columns.name, row),
    kind: columns.kind[row],
    start: columns.startTimeUnixNano[row],
    end: columns.endTimeUnixNano[row],
    statusCode: columns.statusCode[row],
    statusMessage: textAt(columns.statusMessage, row),
    flags: columns.flags[row],
    attributes: attributesAt(columns.attributes, row),
    events: JSON.parse(textAt(columns.events, row)),
    links: JSON.parse(textAt(columns.links, row)),
    source: sourceAt(columns.sources, columns.source[row]!),
  };
}

function pointRow(columns: PointColumns, row: number): Row {
  const { source, ...metric } = columns.metrics[columns.metric[row]!]!;
  const buckets = columns.buckets[row];
  const exemplars = columns.exemplars.get(row);
  return {
    metric,
    time: columns.timeUnixNano[row],
    start: columns.startTimeUnixNano[row],
    value: columns.value[row],
    observations: columns.observations[row],
    absent: columns.absent[row],
    buckets: buckets && { bounds: [...buckets.bounds], counts: [...buckets.counts] },
    exemplars: exemplars === undefined ? [] : JSON.parse(exemplars),
    attributes: attributesAt(columns.attributes, row),
    source: sourceAt(columns.sources, source),
  };
}

export function attributesAt(columns: AttributeColumns, row: number): Map<string, [kind: string, text: string]> {
  const attributes = new Map<string, [string, string]>();
  for (let at = columns.first[row]!; at < columns.first[row + 1]!; at++) {
    attributes.set(columns.keys[columns.key[at]!]!, [valueKinds[columns.kind[at]!]!, textAt(columns.text, at)]);
  }
  return attributes;
}

export function hexAt(bytes: Uint8Array, row: number, width: number): string {
  return Buffer.from(bytes.subarray(row * width, (row + 1) * width)).toString('hex');
}

function sourceAt(sources: readonly ResourceScope[], source: number): Row {
  const { resource, scopeName, scopeVersion, schemaUrl } = sources[source]!;
  return { resource: new Map(resource), scopeName, scopeVersion, schemaUrl };
}
