/**
 * The messages of OTLP as data, for what reads them field by field: the check, OTLP/JSON, events and exemplars. The
 * decoders of whole requests are written out by hand and must agree with these tables.
 *
 * A field that is missing here is not kept and is skipped as an unknown one: the counts of dropped attributes outside
 * events and links, entity references, scope attributes, metric metadata, the string indexes of profiles.
 */
import { FIXED32, FIXED64, LENGTH, VARINT, type WireReader } from './wire.ts';

export type FieldKind =
  | 'string'
  /** Base64 in JSON. */
  | 'bytes'
  /** Hex in JSON. */
  | 'id'
  | 'message'
  | 'bool'
  | 'enum'
  | 'uint32'
  | 'sint32'
  | 'int64'
  | 'uint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed64'
  | 'double';

export interface Field {
  readonly number: number;
  readonly name: string;
  /** `name` as UTF-8. */
  readonly nameBytes: Uint8Array;
  readonly kind: FieldKind;
  readonly wireType: number;
  readonly repeated: boolean;
  /** Of the fields of a message that are so marked the last on the wire counts, and it alone is looked into. */
  readonly lastOnly: boolean;
  /** Log records, spans and points: what is counted and refused one by one. */
  readonly isRecord: boolean;
  readonly message: MessageTable | undefined;
  /** Numbers by name, for enums. */
  readonly names: ReadonlyMap<string, number> | undefined;
}

export interface MessageTable {
  readonly name: string;
  readonly fields: readonly Field[];
  /** Index = field number. */
  readonly byNumber: readonly (Field | undefined)[];
}

interface Traits {
  repeated?: boolean;
  lastOnly?: boolean;
  isRecord?: boolean;
  message?: MessageTable;
  names?: ReadonlyMap<string, number>;
}
const repeated = { repeated: true };
const lastOnly = { lastOnly: true };

const wireTypes: Record<FieldKind, number> = {
  string: LENGTH,
  bytes: LENGTH,
  id: LENGTH,
  message: LENGTH,
  bool: VARINT,
  enum: VARINT,
  uint32: VARINT,
  sint32: VARINT,
  int64: VARINT,
  uint64: VARINT,
  fixed32: FIXED32,
  fixed64: FIXED64,
  sfixed64: FIXED64,
  double: FIXED64,
};

const encoder = new TextEncoder();

function field(number: number, name: string, kind: FieldKind, traits: Traits = {}): Field {
  return {
    number,
    name,
    nameBytes: encoder.encode(name),
    kind,
    wireType: wireTypes[kind],
    repeated: traits.repeated ?? false,
    lastOnly: traits.lastOnly ?? false,
    isRecord: traits.isRecord ?? false,
    message: traits.message,
    names: traits.names,
  };
}

/** Filled afterwards where a message holds itself. */
function table(name: string, fields: Field[]): { name: string; fields: Field[]; byNumber: (Field | undefined)[] } {
  const byNumber: (Field | undefined)[] = [];
  for (const each of fields) byNumber[each.number] = each;
  for (let number = 0; number < byNumber.length; number++) byNumber[number] ??= undefined;
  return { name, fields, byNumber };
}

function many(number: number, name: string, message: MessageTable): Field {
  return field(number, name, 'message', { repeated: true, message });
}

function records(number: number, name: string, message: MessageTable): Field {
  return field(number, name, 'message', { repeated: true, isRecord: true, message });
}

function one(number: number, name: string, message: MessageTable): Field {
  return field(number, name, 'message', { message });
}

const anyValue = table('AnyValue', []);
export const AnyValue: MessageTable = anyValue;
export const KeyValue: MessageTable = table('KeyValue', [
  field(1, 'key', 'string'),
  field(2, 'value', 'message', { lastOnly: true, message: AnyValue }),
]);
const ArrayValue = table('ArrayValue', [many(1, 'values', AnyValue)]);
const KeyValueList = table('KeyValueList', [many(1, 'values', KeyValue)]);
Object.assign(
  anyValue,
  table('AnyValue', [
    field(1, 'stringValue', 'string', lastOnly),
    field(2, 'boolValue', 'bool', lastOnly),
    field(3, 'intValue', 'int64', lastOnly),
    field(4, 'doubleValue', 'double', lastOnly),
    field(5, 'arrayValue', 'message', { lastOnly: true, message: ArrayValue }),
    field(6, 'kvlistValue', 'message', { lastOnly: true, message: KeyValueList }),
    field(7, 'bytesValue', 'bytes', lastOnly),
  ]),
);

export const Resource: MessageTable = table('Resource', [many(1, 'attributes', KeyValue)]);
export const Scope: MessageTable = table('InstrumentationScope', [
  field(1, 'name', 'string'),
  field(2, 'version', 'string'),
]);

/** The three levels above the records are alike in all signals. */
function groups(resourceName: string, scopeName: string, content: Field) {
  const scope = table(`Scope${resourceName}`, [one(1, 'scope', Scope), content, field(3, 'schemaUrl', 'string')]);
  const resource = table(`Resource${resourceName}`, [
    one(1, 'resource', Resource),
    many(2, scopeName, scope),
    field(3, 'schemaUrl', 'string'),
  ]);
  return { scope, resource };
}

const severityNames = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) =>
  ['', '2', '3', '4'].map((step) => `SEVERITY_NUMBER_${name}${step}`),
);
const severities = numbered(['SEVERITY_NUMBER_UNSPECIFIED', ...severityNames]);
const kinds = numbered(
  ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map((name) => `SPAN_KIND_${name}`),
);
const statusCodes = numbered(['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR']);
const temporalities = numbered(['UNSPECIFIED', 'DELTA', 'CUMULATIVE'].map((name) => `AGGREGATION_TEMPORALITY_${name}`));

function numbered(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, number) => [name, number]));
}

export const LogRecord: MessageTable = table('LogRecord', [
  field(1, 'timeUnixNano', 'fixed64'),
  field(2, 'severityNumber', 'enum', { names: severities }),
  field(3, 'severityText', 'string'),
  one(5, 'body', AnyValue),
  many(6, 'attributes', KeyValue),
  field(8, 'flags', 'fixed32'),
  field(9, 'traceId', 'id'),
  field(10, 'spanId', 'id'),
  field(11, 'observedTimeUnixNano', 'fixed64'),
  field(12, 'eventName', 'string'),
]);
const logGroups = groups('Logs', 'scopeLogs', records(2, 'logRecords', LogRecord));
export const ScopeLogs: MessageTable = logGroups.scope;
export const ResourceLogs: MessageTable = logGroups.resource;
export const LogsRequest: MessageTable = table('ExportLogsServiceRequest', [many(1, 'resourceLogs', ResourceLogs)]);

export const SpanEvent: MessageTable = table('Event', [
  field(1, 'timeUnixNano', 'fixed64'),
  field(2, 'name', 'string'),
  many(3, 'attributes', KeyValue),
  field(4, 'droppedAttributesCount', 'uint32'),
]);
export const SpanLink: MessageTable = table('Link', [
  field(1, 'traceId', 'id'),
  field(2, 'spanId', 'id'),
  field(3, 'traceState', 'string'),
  many(4, 'attributes', KeyValue),
  field(5, 'droppedAttributesCount', 'uint32'),
  field(6, 'flags', 'fixed32'),
]);
export const Status: MessageTable = table('Status', [
  field(2, 'message', 'string'),
  field(3, 'code', 'enum', { names: statusCodes }),
]);
export const Span: MessageTable = table('Span', [
  field(1, 'traceId', 'id'),
  field(2, 'spanId', 'id'),
  field(3, 'traceState', 'string'),
  field(4, 'parentSpanId', 'id'),
  field(5, 'name', 'string'),
  field(6, 'kind', 'enum', { names: kinds }),
  field(7, 'startTimeUnixNano', 'fixed64'),
  field(8, 'endTimeUnixNano', 'fixed64'),
  many(9, 'attributes', KeyValue),
  many(11, 'events', SpanEvent),
  many(13, 'links', SpanLink),
  one(15, 'status', Status),
  field(16, 'flags', 'fixed32'),
]);
const spanGroups = groups('Spans', 'scopeSpans', records(2, 'spans', Span));
export const ScopeSpans: MessageTable = spanGroups.scope;
export const ResourceSpans: MessageTable = spanGroups.resource;
export const TracesRequest: MessageTable = table('ExportTraceServiceRequest', [
  many(1, 'resourceSpans', ResourceSpans),
]);

export const Exemplar: MessageTable = table('Exemplar', [
  field(2, 'timeUnixNano', 'fixed64'),
  field(3, 'asDouble', 'double', lastOnly),
  field(4, 'spanId', 'id'),
  field(5, 'traceId', 'id'),
  field(6, 'asInt', 'sfixed64', lastOnly),
  many(7, 'filteredAttributes', KeyValue),
]);
export const NumberPoint: MessageTable = table('NumberDataPoint', [
  field(2, 'startTimeUnixNano', 'fixed64'),
  field(3, 'timeUnixNano', 'fixed64'),
  field(4, 'asDouble', 'double'),
  many(5, 'exemplars', Exemplar),
  field(6, 'asInt', 'sfixed64'),
  many(7, 'attributes', KeyValue),
  field(8, 'flags', 'uint32'),
]);
export const HistogramPoint: MessageTable = table('HistogramDataPoint', [
  field(2, 'startTimeUnixNano', 'fixed64'),
  field(3, 'timeUnixNano', 'fixed64'),
  field(4, 'count', 'fixed64'),
  field(5, 'sum', 'double'),
  field(6, 'bucketCounts', 'fixed64', repeated),
  field(7, 'explicitBounds', 'double', repeated),
  many(8, 'exemplars', Exemplar),
  many(9, 'attributes', KeyValue),
  field(10, 'flags', 'uint32'),
]);
export const ExponentialBuckets: MessageTable = table('Buckets', [
  field(1, 'offset', 'sint32'),
  field(2, 'bucketCounts', 'uint64', repeated),
]);
export const ExponentialPoint: MessageTable = table('ExponentialHistogramDataPoint', [
  many(1, 'attributes', KeyValue),
  field(2, 'startTimeUnixNano', 'fixed64'),
  field(3, 'timeUnixNano', 'fixed64'),
  field(4, 'count', 'fixed64'),
  field(5, 'sum', 'double'),
  field(6, 'scale', 'sint32'),
  field(7, 'zeroCount', 'fixed64'),
  one(8, 'positive', ExponentialBuckets),
  one(9, 'negative', ExponentialBuckets),
  field(10, 'flags', 'uint32'),
  many(11, 'exemplars', Exemplar),
  field(14, 'zeroThreshold', 'double'),
]);
export const SummaryQuantile: MessageTable = table('ValueAtQuantile', [
  field(1, 'quantile', 'double'),
  field(2, 'value', 'double'),
]);
export const SummaryPoint: MessageTable = table('SummaryDataPoint', [
  field(2, 'startTimeUnixNano', 'fixed64'),
  field(3, 'timeUnixNano', 'fixed64'),
  field(4, 'count', 'fixed64'),
  field(5, 'sum', 'double'),
  many(6, 'quantileValues', SummaryQuantile),
  many(7, 'attributes', KeyValue),
  field(8, 'flags', 'uint32'),
]);

/** Gauges and summaries ignore the two fields that they do not have. */
function metricData(name: string, point: MessageTable, more: readonly Field[] = []): MessageTable {
  return table(name, [records(1, 'dataPoints', point), ...more]);
}
const temporality = field(2, 'aggregationTemporality', 'enum', { names: temporalities });
export const Gauge: MessageTable = metricData('Gauge', NumberPoint);
export const Sum: MessageTable = metricData('Sum', NumberPoint, [temporality, field(3, 'isMonotonic', 'bool')]);
export const Histogram: MessageTable = metricData('Histogram', HistogramPoint, [temporality]);
export const ExponentialHistogram: MessageTable = metricData('ExponentialHistogram', ExponentialPoint, [temporality]);
export const Summary: MessageTable = metricData('Summary', SummaryPoint);
export const Metric: MessageTable = table('Metric', [
  field(1, 'name', 'string'),
  field(2, 'description', 'string'),
  field(3, 'unit', 'string'),
  field(5, 'gauge', 'message', { lastOnly: true, message: Gauge }),
  field(7, 'sum', 'message', { lastOnly: true, message: Sum }),
  field(9, 'histogram', 'message', { lastOnly: true, message: Histogram }),
  field(10, 'exponentialHistogram', 'message', { lastOnly: true, message: ExponentialHistogram }),
  field(11, 'summary', 'message', { lastOnly: true, message: Summary }),
]);
const metricGroups = groups('Metrics', 'scopeMetrics', many(2, 'metrics', Metric));
export const ScopeMetrics: MessageTable = metricGroups.scope;
export const ResourceMetrics: MessageTable = metricGroups.resource;
export const MetricsRequest: MessageTable = table('ExportMetricsServiceRequest', [
  many(1, 'resourceMetrics', ResourceMetrics),
]);

/** For what a decoder does not read: an unknown field is stepped over, a known one with a wrong wire type is a fault. */
export function skipField(reader: WireReader, tag: number, message: MessageTable): void {
  const known = message.byNumber[tag >>> 3];
  if (known === undefined) reader.skip(tag);
  else reader.fail(`wrong wire type for ${known.name} of ${message.name}`);
}
