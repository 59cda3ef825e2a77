import { textAt } from '@foreshock/model/text-column.ts';
import { expect, test } from 'vitest';
import { rowsOf } from '../../test/support/otlp-rows.ts';
import { decodeTraces } from './decode-traces.ts';
import { encodeTraces } from './encode-traces.ts';
import type { Span } from './telemetry-to-send.ts';

const receivedAt = 1_700_000_000_000;
const traceId = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
const spanId = Uint8Array.from({ length: 8 }, (_, i) => 0xf0 + i);
const plain: Span = { traceId, spanId, name: 'GET /', startTimeUnixNano: 100n, endTimeUnixNano: 101n };

function decodedSpans(...records: Span[]) {
  const result = decodeTraces(encodeTraces([{ resource: {}, scopes: [{ records }] }]), receivedAt);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test('a span comes back with its ids, times, status and attributes', () => {
  const { columns } = decodedSpans({
    ...plain,
    parentSpanId: spanId,
    traceState: 'a=b',
    kind: 3,
    statusCode: 2,
    statusMessage: 'timed out',
    flags: 257,
    attributes: { 'http.route': '/' },
  });
  expect(rowsOf(columns)).toEqual([
    {
      traceId: '0102030405060708090a0b0c0d0e0f10',
      spanId: 'f0f1f2f3f4f5f6f7',
      parentSpanId: 'f0f1f2f3f4f5f6f7',
      traceState: 'a=b',
      name: 'GET /',
      kind: 3,
      start: 100n,
      end: 101n,
      statusCode: 2,
      statusMessage: 'timed out',
      flags: 257,
      attributes: new Map([['http.route', ['string', '/']]]),
      events: [],
      links: [],
      source: { resource: new Map(), scopeName: '', scopeVersion: '', schemaUrl: '' },
    },
  ]);
});

test('events and links are OTLP/JSON', () => {
  const { columns } = decodedSpans(plain, {
    ...plain,
    events: [
      {
        timeUnixNano: 2n ** 63n,
        name: 'exception',
        attributes: { 'exception.type': 'E', tries: 3, parts: [true, { a: 1.5 }] },
      },
      { timeUnixNano: 5n, name: 'retry' },
    ],
    links: [{ traceId, spanId, traceState: 'x=y', flags: 1, attributes: { raw: Uint8Array.of(1, 2, 3) } }],
  });
  expect(textAt(columns.events, 0)).toBe('[]');
  expect(textAt(columns.events, 1)).toBe(
    '[{"timeUnixNano":"9223372036854775808","name":"exception","attributes":[' +
      '{"key":"exception.type","value":{"stringValue":"E"}},{"key":"tries","value":{"intValue":"3"}},' +
      '{"key":"parts","value":{"arrayValue":{"values":[{"boolValue":true},' +
      '{"kvlistValue":{"values":[{"key":"a","value":{"doubleValue":1.5}}]}}]}}}]},' +
      '{"timeUnixNano":"5","name":"retry"}]',
  );
  expect(textAt(columns.links, 1)).toBe(
    '[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"f0f1f2f3f4f5f6f7","traceState":"x=y",' +
      '"attributes":[{"key":"raw","value":{"bytesValue":"AQID"}}],"flags":1}]',
  );
});

test('O-38 spans without valid ids are refused one by one, with their events', () => {
  const events = [{ timeUnixNano: 1n, name: 'lost' }];
  const { columns, refused, reasons } = decodedSpans(
    { ...plain, traceId: new Uint8Array(16), events },
    { ...plain, name: 'kept', events: [{ timeUnixNano: 1n, name: 'found' }] },
    { ...plain, traceId: new Uint8Array(15).fill(1), events },
    { ...plain, spanId: new Uint8Array(0), events },
    { ...plain, parentSpanId: new Uint8Array(4).fill(1), events },
  );
  expect(rowsOf(columns).map((row) => [row.name, row.events])).toEqual([
    ['kept', [{ timeUnixNano: '1', name: 'found' }]],
  ]);
  expect(refused).toBe(4);
  expect(reasons).toEqual([
    '2 of 5 spans refused: trace_id must be 16 bytes and not all zero; send 32 hex digits in OTLP/JSON',
    '1 of 5 spans refused: span_id must be 8 bytes and not all zero; send 16 hex digits in OTLP/JSON',
    '1 of 5 spans refused: parent_span_id must be 8 bytes or absent; send 16 hex digits in OTLP/JSON',
  ]);
});

test('O-36 a time that is missing is taken from the other, and both from the receipt', () => {
  const times = (startTimeUnixNano: bigint, endTimeUnixNano: bigint) => {
    const { columns } = decodedSpans({ ...plain, startTimeUnixNano, endTimeUnixNano });
    return [columns.startTimeUnixNano[0], columns.endTimeUnixNano[0]];
  };
  const receivedNano = 1_700_000_000_000_000_000n;
  expect(times(0n, 9n)).toEqual([9n, 9n]);
  expect(times(9n, 0n)).toEqual([9n, 9n]);
  expect(times(0n, 0n)).toEqual([receivedNano, receivedNano]);
  expect(times(9n, 3n)).toEqual([9n, 3n]);
  expect(times(2n ** 64n - 2n, 2n ** 64n - 1n)).toEqual([2n ** 64n - 2n, 2n ** 64n - 1n]);
});

test('O-24 kinds of later versions are kept, statuses that nobody knows are unset', () => {
  const { columns } = decodedSpans(
    { ...plain, kind: 77, statusCode: 3 },
    { ...plain, kind: 256, statusCode: 0xffff_ffff },
  );
  expect([...columns.kind]).toEqual([77, 0]);
  expect([...columns.statusCode]).toEqual([0, 0]);
});
