import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import { type TextColumn, textAt } from '@foreshock/model/text-column.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import { expect, test } from 'vitest';
import { createDefaultRedactor } from './default-redactor.ts';
import { redact } from './redact.ts';

const redactor = createDefaultRedactor(new Uint8Array(32).fill(5));
const NOW = 1_732_645_678_123n * 1_000_000n;

function columnsOf(signal: 'logs' | 'traces' | 'metrics', body: Uint8Array): TelemetryColumns {
  const decoded = decodeRequest(signal, 'protobuf', body, Number(NOW / 1_000_000n));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.columns;
}

/** Every text that later steps can reach. */
function textsOf(columns: TelemetryColumns): string[] {
  const column = (texts: TextColumn): string[] => [...texts.start].map((_, row) => textAt(texts, row));
  const all = Object.values(columns).flatMap((part: unknown) =>
    part !== null && typeof part === 'object' && 'bytes' in part ? column(part as TextColumn) : [],
  );
  const sources = columns.sources.flatMap((source) => [
    ...source.resource.keys(),
    ...source.resource.values(),
    source.scopeName,
    source.scopeVersion,
    source.schemaUrl,
  ]);
  const own =
    columns.signal === 'metrics'
      ? [...columns.exemplars.values(), ...columns.metrics.flatMap(({ name, description }) => [name, description])]
      : [];
  return [...all, ...columns.attributes.keys, ...column(columns.attributes.text), ...sources, ...own];
}

let made = 0;
/** An address that no other place has. */
const address = (): string => `person${++made}@example.org`;
const hidden = /person\d+@|hunter2/;

test('nothing of a log record is left out: body, attributes, keys, names, resource and scope', () => {
  const bodies = [
    `login of ${address()}`,
    { user: { mail: address() }, list: [address(), { deep: [address()] }], [address()]: 1 },
    [address()],
    new TextEncoder().encode(`bytes of ${address()}`),
  ];
  const records = bodies.map((body) => ({
    timeUnixNano: NOW,
    severityNumber: 9,
    severityText: address(),
    eventName: address(),
    body,
    attributes: {
      plain: address(),
      password: 'hunter2',
      list: [address()],
      map: { inner: address() },
      [address()]: 'x',
      raw: new TextEncoder().encode(address()),
    },
  }));
  const group = {
    resource: { 'service.name': 'cart', owner: address(), team: { lead: address() } },
    schemaUrl: `https://x/${address()}`,
    scopes: [{ name: address(), version: address(), records }],
  };
  const columns = columnsOf('logs', encodeLogs([group]));
  expect(textsOf(columns).filter((text) => hidden.test(text)).length).toBeGreaterThan(30);
  expect(textsOf(redact(columns, redactor)).filter((text) => hidden.test(text))).toEqual([]);
});

test('nothing of a span is left out: name, state, status, attributes, events and links', () => {
  const span = {
    traceId: new Uint8Array(16).fill(1),
    spanId: new Uint8Array(8).fill(2),
    traceState: `vendor=${address()}`,
    name: `GET /users/${address()}`,
    startTimeUnixNano: NOW,
    endTimeUnixNano: NOW + 5n,
    statusCode: 2,
    statusMessage: `no such user ${address()}`,
    attributes: { 'url.full': `https://x/?mail=${address()}`, 'db.password': 'hunter2' },
    events: [
      {
        timeUnixNano: NOW,
        name: address(),
        attributes: {
          'exception.message': `no ${address()}`,
          'exception.stacktrace': `Error: ${address()}\n  at x (y.ts:1)`,
          password: 'hunter2',
          list: [address()],
        },
      },
    ],
    links: [
      {
        traceId: new Uint8Array(16).fill(3),
        spanId: new Uint8Array(8).fill(4),
        traceState: `x=${address()}`,
        attributes: { 'user.email': address(), token: 'hunter2x' },
      },
    ],
  };
  const columns = columnsOf(
    'traces',
    encodeTraces([{ resource: { owner: address() }, scopes: [{ name: 'x', records: [span] }] }]),
  );
  expect(textsOf(columns).filter((text) => hidden.test(text)).length).toBeGreaterThan(7);
  const redacted = redact(columns, redactor);
  expect(textsOf(redacted).filter((text) => hidden.test(text))).toEqual([]);
  if (redacted.signal !== 'traces') throw new Error('a span became something else');
  expect(JSON.parse(textAt(redacted.events, 0))).toMatchObject([
    { timeUnixNano: String(NOW), attributes: [{}, {}, { key: 'password', value: { stringValue: '<PASSWORD>' } }, {}] },
  ]);
  expect(JSON.parse(textAt(redacted.links, 0))).toMatchObject([{ traceId: '03'.repeat(16), spanId: '04'.repeat(8) }]);
});

test('points of a metric keep all their numbers, and equal labels stay equal', () => {
  const peer = address();
  const point = (value: number, label: string) => ({
    timeUnixNano: NOW,
    value,
    attributes: { peer: label, 'card.number': 4_111_111_111_111_111 },
    exemplars: [{ timeUnixNano: NOW, value: 4_111_111_111_111_111, attributes: { mail: address() } }],
  });
  const metrics = [
    {
      name: 'requests',
      description: `of ${address()}`,
      unit: '1',
      type: 'gauge' as const,
      points: [point(4_111_111_111_111_111, peer), point(2, address()), point(3, peer)],
    },
  ];
  const columns = columnsOf('metrics', encodeMetrics([{ resource: {}, scopes: [{ name: 'x', records: metrics }] }]));
  const redacted = redact(columns, redactor);
  if (columns.signal !== 'metrics' || redacted.signal !== 'metrics') throw new Error('a point became something else');
  expect(textsOf(redacted).filter((text) => hidden.test(text))).toEqual([]);
  expect(redacted.value).toEqual(columns.value);
  expect([...redacted.exemplars.values()].every((text) => text.includes('4111111111111111'))).toBe(true);
  const labels = [0, 1, 2].map((row) => textAt(redacted.attributes.text, redacted.attributes.first[row]!));
  expect(labels[0]).toBe(labels[2]);
  expect(labels[0]).not.toBe(labels[1]);
  expect(textAt(redacted.attributes.text, redacted.attributes.first[0]! + 1)).toBe('<CARD>');
});

test('a request with nothing to hide keeps its very columns', () => {
  const record = {
    timeUnixNano: NOW,
    severityNumber: 9,
    body: 'order 4711 placed',
    attributes: { status: 200, path: '/cart' },
  };
  const columns = columnsOf(
    'logs',
    encodeLogs([{ resource: { 'service.name': 'cart' }, scopes: [{ records: [record] }] }]),
  );
  const redacted = redact(columns, redactor);
  if (columns.signal !== 'logs' || redacted.signal !== 'logs') throw new Error('a log became something else');
  expect(redacted.body).toBe(columns.body);
  expect(redacted.attributes.text).toBe(columns.attributes.text);
});
