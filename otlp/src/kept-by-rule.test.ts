// The ids are those of docs/reference/otlp.md.
import { expect, test } from 'vitest';
import { encodeWithLibrary } from '../../test/support/otlp-proto.ts';
import { rowsOf } from '../../test/support/otlp-rows.ts';
import { checkRequest } from './check-request.ts';
import { decodeRequest } from './decode-request.ts';

const receivedAt = 1_700_000_000_123;
type Signal = 'logs' | 'metrics' | 'traces';

function rows(signal: Signal, body: Uint8Array) {
  const decoded = decodeRequest(signal, 'protobuf', body, receivedAt);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return rowsOf(decoded.value.columns);
}

test('O-39 schema URLs are kept, that of the scope before that of the resource', () => {
  const schemaOf = (resource: string | undefined, scope: string | undefined): unknown => {
    const scopeLogs = [{ schemaUrl: scope, logRecords: [{ eventName: 'e' }] }];
    const body = encodeWithLibrary('ExportLogsServiceRequest', { resourceLogs: [{ schemaUrl: resource, scopeLogs }] });
    return (rows('logs', body)[0]!.source as { schemaUrl: string }).schemaUrl;
  };
  const [older, newer] = ['https://opentelemetry.io/schemas/1.20.0', 'https://opentelemetry.io/schemas/1.44.0'];
  expect([schemaOf(older, newer), schemaOf(older, undefined), schemaOf(undefined, newer)]).toEqual([
    newer,
    older,
    newer,
  ]);
  expect(schemaOf(undefined, undefined)).toBe('');
});

test('O-39 counts of what senders dropped are kept with events and links, and entity references are let go', () => {
  const dropped = { droppedAttributesCount: 3 };
  const id = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(1) };
  const span = {
    ...id,
    ...dropped,
    droppedEventsCount: 4,
    events: [{ name: 'e', ...dropped }],
    links: [{ ...id, ...dropped }],
  };
  const entityRefs = [{ type: 'service', idKeys: ['service.name'] }];
  const attributes = [{ key: 'service.name', value: { stringValue: 'cart' } }];
  const resourceSpans = [{ resource: { attributes, entityRefs, ...dropped }, scopeSpans: [{ spans: [span] }] }];
  const [row] = rows('traces', encodeWithLibrary('ExportTraceServiceRequest', { resourceSpans }));
  expect(row).toMatchObject({
    events: [{ name: 'e', droppedAttributesCount: 3 }],
    links: [{ droppedAttributesCount: 3 }],
    attributes: new Map(),
    source: { resource: new Map([['service.name', 'cart']]) },
  });
});

test('O-25 a text given by an index into a dictionary is absent, and the sender is told', () => {
  // A record with the body string_value_strindex = 5, and an attribute with key_strindex = 5 and the value 1.
  const record = Buffer.of(0x2a, 2, 0x40, 5, 0x32, 6, 0x18, 5, 0x12, 2, 0x18, 1);
  const within = (field: number, content: Buffer): Buffer => Buffer.concat([Buffer.of(field, content.length), content]);
  const body = within(0x0a, within(0x12, within(0x12, record)));
  expect(rows('logs', body)).toMatchObject([{ body: ['empty', ''], attributes: new Map([['', ['int', '1']]]) }]);
  expect(checkRequest('logs', 'protobuf', body)).toMatchObject({
    ok: true,
    value: { records: 1, refused: 0, reason: expect.stringMatching('index into a dictionary') },
  });
});

test('O-36 times keep all 64 bits, at both ends of their range', () => {
  const times = [1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n].map(String);
  const logRecords = times.map((timeUnixNano) => ({ timeUnixNano }));
  const body = encodeWithLibrary('ExportLogsServiceRequest', { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  expect(rows('logs', body).map(({ time }) => String(time))).toEqual(times);
});

test('O-17 the check knows the latest time of each kind of record', () => {
  const at = (ms: number): string => String(BigInt(ms) * 1_000_000n);
  const id = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(1) };
  const points = (time: number) => [{ timeUnixNano: at(time), asInt: '1' }];
  const latest = (signal: Signal, name: string, request: Record<string, unknown>): number => {
    const checked = checkRequest(signal, 'protobuf', encodeWithLibrary(name, request));
    if (!checked.ok) throw new Error(checked.error.message);
    return checked.value.latestTime;
  };
  const logRecords = [{ timeUnixNano: at(2_000) }, { timeUnixNano: at(9_000) }, { observedTimeUnixNano: at(99_000) }];
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
  expect(latest('logs', 'ExportLogsServiceRequest', logs)).toBe(9_000);
  const spans = [{ ...id, startTimeUnixNano: at(5_000), endTimeUnixNano: at(7_000) }];
  expect(latest('traces', 'ExportTraceServiceRequest', { resourceSpans: [{ scopeSpans: [{ spans }] }] })).toBe(7_000);
  for (const [time, data] of [
    [11_000, { gauge: { dataPoints: points(11_000) } }],
    [12_000, { sum: { dataPoints: points(12_000) } }],
    [13_000, { histogram: { dataPoints: [{ timeUnixNano: at(13_000) }] } }],
    [14_000, { exponentialHistogram: { dataPoints: [{ timeUnixNano: at(14_000) }] } }],
    [15_000, { summary: { dataPoints: [{ timeUnixNano: at(15_000) }] } }],
  ] as const) {
    const resourceMetrics = [{ scopeMetrics: [{ metrics: [{ name: 'm', ...data }] }] }];
    expect(latest('metrics', 'ExportMetricsServiceRequest', { resourceMetrics })).toBe(time);
  }
});
