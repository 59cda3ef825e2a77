import { valueKinds } from '@foreshock/model/attributes.ts';
import type { PointColumns } from '@foreshock/model/point-columns.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import { decodeMetrics } from '@foreshock/otlp/decode-metrics.ts';
import { decodeTraces } from '@foreshock/otlp/decode-traces.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { AttributesToSend, LogRecord, Metric } from '@foreshock/otlp/telemetry-to-send.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributesOfRow } from '../columns.ts';
import { decodedLogs, readLogs } from '../logs-under-test.ts';
import { attributeRenames, dialectRenames, metricRenames, pointAttributeRenames } from './convention-renames.ts';
import { normalise } from './normalise.ts';

const RECEIVED = Date.parse('2026-11-22T03:14:00Z');
const nanos = (time: number): bigint => BigInt(time) * 1_000_000n;

function points(metric: Metric, resource: AttributesToSend = {}): PointColumns {
  const decoded = decodeMetrics(encodeMetrics([{ resource, scopes: [{ records: [metric] }] }]), RECEIVED);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.columns;
}

function spans(attributes: AttributesToSend, start: number, end: number): SpanColumns {
  const span = {
    traceId: new Uint8Array(16).fill(1),
    spanId: new Uint8Array(8).fill(1),
    name: 'GET /cart',
    kind: 2,
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(end),
    attributes,
  };
  const decoded = decodeTraces(encodeTraces([{ resource: {}, scopes: [{ records: [span] }] }]), RECEIVED);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.columns;
}

const attributesOf = (columns: PointColumns | SpanColumns) =>
  Object.fromEntries(attributesOfRow(columns.attributes, 0));

test('no new name has a newer one, so that one step leads to the newest', () => {
  const attributeNames = new Map([...attributeRenames, ...dialectRenames]);
  for (const renames of [attributeNames, metricRenames])
    for (const name of renames.values()) expect(renames.has(name), name).toBe(false);
  for (const [metric, renames] of pointAttributeRenames) {
    expect(metricRenames.has(metric), metric).toBe(false);
    for (const name of Object.values(renames)) {
      expect(Object.hasOwn(renames, name), name).toBe(false);
      expect(attributeNames.has(name), name).toBe(false);
    }
  }
});

test('old names of attributes become new ones, and never over one that is there', () => {
  const { columns } = normalise(
    spans({ 'http.method': 'GET', 'http.status_code': 500, 'http.response.status_code': 404 }, RECEIVED, RECEIVED),
    RECEIVED,
  );
  expect(attributesOf(columns)).toEqual({
    'http.request.method': 'GET',
    'http.status_code': '500',
    'http.response.status_code': '404',
  });
});

test('old names of resources become new ones', () => {
  const sent = decodedLogs([{ timeUnixNano: nanos(RECEIVED), body: 'a' }], RECEIVED, {
    'kubernetes.pod_name': 'cart-1',
    'deployment.environment': 'prod',
    'service.name': 'cart',
  });
  expect(Object.fromEntries(normalise(sent, RECEIVED).columns.sources[0]!.resource)).toEqual({
    'k8s.pod.name': 'cart-1',
    'deployment.environment.name': 'prod',
    'service.name': 'cart',
  });
});

test('a metric gets its name, its unit and the names of its own attributes', () => {
  const { columns } = normalise(
    points({
      name: 'db.client.connections.usage',
      unit: 'connections',
      type: 'gauge',
      points: [{ timeUnixNano: nanos(RECEIVED), value: 3, attributes: { state: 'used', 'pool.name': 'main' } }],
    }),
    RECEIVED,
  );
  expect(columns.metrics[0]).toMatchObject({ name: 'db.client.connection.count', unit: '{connection}' });
  expect(attributesOf(columns)).toEqual({
    'db.client.connection.state': 'used',
    'db.client.connection.pool.name': 'main',
  });
  const other = points({
    name: 'my.own',
    unit: 'furlong',
    type: 'gauge',
    points: [{ timeUnixNano: nanos(RECEIVED), value: 3, attributes: { state: 'used' } }],
  });
  expect(attributesOf(normalise(other, RECEIVED).columns)).toEqual({ state: 'used' });
  expect(other.metrics[0]!.unit).toBe('furlong');
});

test('a severity is found in its text, else in front of the message', () => {
  const severities = (records: readonly Partial<LogRecord>[]) =>
    readLogs(
      normalise(
        decodedLogs(
          records.map((record) => ({ timeUnixNano: nanos(RECEIVED), ...record })),
          RECEIVED,
        ),
        RECEIVED,
      ).columns,
    ).map(({ severity }) => severity);
  expect(
    severities([
      { severityText: 'WARNING', body: 'a' },
      { severityText: 'odd', body: 'ERROR a' },
      { body: '2026-11-22 03:14:00,123 ERROR [pool] gone' },
      { body: '[WARN] a' },
      { body: 'an ERRORS table' },
      { body: 'GET /ERROR' },
      { severityNumber: 5, body: 'ERROR a' },
    ]),
  ).toEqual([13, 0, 17, 13, 0, 0, 5]);
});

test('a clock that is ahead is set back to the receipt, marked and counted', () => {
  const ahead = RECEIVED + 11 * 60_000;
  const logs = normalise(
    decodedLogs(
      [
        { timeUnixNano: nanos(ahead), body: 'a' },
        { timeUnixNano: nanos(RECEIVED + 9 * 60_000), body: 'b' },
      ],
      RECEIVED,
    ),
    RECEIVED,
  );
  const [first, second] = readLogs(logs.columns);
  expect(first).toMatchObject({ time: nanos(RECEIVED), attributes: { 'foreshock.time.sent': `int ${nanos(ahead)}` } });
  expect(second).toMatchObject({ time: nanos(RECEIVED + 9 * 60_000), attributes: {} });
  expect(logs.ahead).toEqual(new Map([[0, 1]]));
  const span = normalise(spans({}, ahead, ahead + 50), RECEIVED);
  expect(span.columns.endTimeUnixNano[0]! - span.columns.startTimeUnixNano[0]!).toBe(nanos(50));
  expect(span.columns.endTimeUnixNano[0]).toBe(nanos(RECEIVED));
});

const anyLine = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom(
    '{"msg":"{\\"msg\\":\\"inner\\"}","level":"warn"}',
    '{"message":"level=info msg=x","time":1795317000}',
    'level=error msg="a b" code=3',
    'E1122 03:13:30.000123       7 reflector.go:147] {"msg":"x"}',
    '<34>1 2026-11-22T03:13:00Z web1 sshd 42 ID47 - level=info msg=y',
    '2026-11-22T03:13:00.5Z stdout F <13>Nov 22 03:12:00 web1 cron[9]: started',
    'ERROR broken',
    'java.lang.Error: x',
    '\tat a.B.c(B.java:1)',
    '  at d (e.js:1:2)',
    'Caused by: x',
    'Traceback (most recent call last):',
    '  File "a.py", line 1, in b',
    'ValueError: x',
    'panic: y',
    '',
    'goroutine 1 [running]:',
    'main.f(0x1)',
  ),
);
const anyRecord = fc.record({
  timeUnixNano: fc.constantFrom(0n, nanos(RECEIVED), nanos(RECEIVED + 3_600_000), 2n ** 64n - 1n),
  observedTimeUnixNano: fc.constantFrom(0n, nanos(RECEIVED - 1_000)),
  severityNumber: fc.constantFrom(0, 9),
  severityText: fc.constantFrom('', 'warn', 'odd'),
  body: anyLine,
  attributes: fc.dictionary(
    fc.constantFrom('http.method', 'http.request.method', 'net.host.name', 'tls.client.server_name', 'level', 'x'),
    fc.constantFrom('a', 'b'),
  ),
});

test('what was normalised is not changed again', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 12 }), (records) => {
      const once = normalise(
        decodedLogs(records, RECEIVED, { 'kubernetes.host': 'n', 'k8s.node.name': 'm', 'http.method': 'G' }),
        RECEIVED,
      ).columns;
      const first = readLogs(once);
      const sources = once.sources.map(({ resource }) => [...resource]);
      const again = normalise(once, RECEIVED);
      expect(readLogs(again.columns)).toEqual(first);
      expect(again.columns.sources.map(({ resource }) => [...resource])).toEqual(sources);
      expect([again.joined.size, again.ahead.size]).toEqual([0, 0]);
    }),
    { numRuns: 500 },
  );
});

test('attributes of any kind keep kind and text', () => {
  const sent = decodedLogs(
    [{ timeUnixNano: nanos(RECEIVED), body: '{"msg":"a"}', attributes: { n: 7, f: 0.5, t: true, l: ['x'] } }],
    RECEIVED,
  );
  const { columns } = normalise(sent, RECEIVED);
  const kinds = Array.from(columns.attributes.kind, (kind) => valueKinds[kind]);
  expect(kinds).toEqual(['int', 'double', 'bool', 'array', 'string']);
  expect(textAt(columns.attributes.text, 3)).toBe('["x"]');
});
