import { textAt } from '@foreshock/model/text-column.ts';
import { expect, test } from 'vitest';
import { attributesAt, rowsOf } from '../../test/support/otlp-rows.ts';
import { checkRequest } from './check-request.ts';
import { decodeLogs } from './decode-logs.ts';
import { encodeLogs } from './encode-logs.ts';
import type { LogRecord } from './telemetry-to-send.ts';

const receivedAt = 1_700_000_000_123;

function decoded(body: Uint8Array) {
  const result = decodeLogs(body, receivedAt);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function decodedRecords(...records: LogRecord[]) {
  return decoded(encodeLogs([{ resource: {}, scopes: [{ records }] }]));
}

/** A length-delimited field. */
function delimited(field: number, ...content: Uint8Array[]): Uint8Array {
  const bytes = Buffer.concat(content);
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Uint8Array.of((field << 3) | 2, ...length, rest), bytes]);
}

function requestWith(record: Uint8Array): Uint8Array {
  return delimited(1, delimited(2, delimited(2, record)));
}

function malformedMessage(body: Uint8Array): string {
  const result = decodeLogs(body, receivedAt);
  const check = checkRequest('logs', 'protobuf', body);
  expect(check.ok).toBe(false);
  if (result.ok) throw new Error('decoded');
  expect(result.error.code).toBe('request-malformed');
  return result.error.message;
}

test('an empty request holds no records', () => {
  expect(decoded(new Uint8Array(0)).columns.count).toBe(0);
  expect(decoded(delimited(1, delimited(2))).columns).toMatchObject({ count: 0, sources: [] });
});

test('O-36 a record without a time has the observed time, else the time of receipt', () => {
  const { columns } = decodedRecords(
    { timeUnixNano: 2n ** 64n - 1n, observedTimeUnixNano: 7n },
    { observedTimeUnixNano: 1_544_712_660_300_000_001n },
    {},
  );
  const receivedNano = 1_700_000_000_123_000_000n;
  expect([...columns.timeUnixNano]).toEqual([2n ** 64n - 1n, 1_544_712_660_300_000_001n, receivedNano]);
  expect([...columns.observedTimeUnixNano]).toEqual([7n, 1_544_712_660_300_000_001n, receivedNano]);
});

test('O-38 a record whose ids have the wrong length is refused alone, and the reason says what to do', () => {
  const { columns, refused, reasons } = decodedRecords(
    { body: 'kept' },
    { body: 'lost', traceId: new Uint8Array(8).fill(1) },
    { body: 'lost', spanId: new Uint8Array(16).fill(1), attributes: { gone: 1 } },
    { body: 'kept too', traceId: new Uint8Array(16).fill(1), attributes: { gone: 2 } },
  );
  expect(rowsOf(columns).map((row) => row.body)).toEqual([
    ['string', 'kept'],
    ['string', 'kept too'],
  ]);
  expect(attributesAt(columns.attributes, 1)).toEqual(new Map([['gone', ['int', '2']]]));
  expect(refused).toBe(2);
  expect(reasons).toEqual([
    '1 of 4 log records refused: trace_id must be 16 bytes or absent; send 32 hex digits in OTLP/JSON',
    '1 of 4 log records refused: span_id must be 8 bytes or absent; send 16 hex digits in OTLP/JSON',
  ]);
});

test('the resource and the scope may come behind the records', () => {
  const name = (key: string, text: string) =>
    delimited(1, delimited(1, Buffer.from(key)), delimited(2, delimited(1, Buffer.from(text))));
  const scope = delimited(1, delimited(1, Buffer.from('late scope')));
  const records = Buffer.concat([delimited(2), delimited(2)]);
  const body = delimited(
    1,
    delimited(2, records, scope),
    delimited(3, Buffer.from('https://resource')),
    delimited(1, name('service.name', 'late')),
  );
  const { columns } = decoded(body);
  expect([...columns.source]).toEqual([0, 0]);
  expect(columns.sources).toEqual([
    {
      resource: new Map([['service.name', 'late']]),
      scopeName: 'late scope',
      scopeVersion: '',
      schemaUrl: 'https://resource',
    },
  ]);
});

test('equal resources and scopes are one source, however often they are sent', () => {
  const group = { resource: { 'service.name': 'a' }, scopes: [{ name: 's', records: [{}] }] };
  const other = { resource: { 'service.name': 'b' }, scopes: [{ name: 's', records: [{}] }] };
  const { columns } = decoded(encodeLogs([group, other, group]));
  expect([...columns.source]).toEqual([0, 1, 0]);
  expect(columns.sources).toHaveLength(2);
});

test('O-26 of equal keys the last counts, at the place of the first', () => {
  const attribute = (key: string, ...value: number[]) =>
    delimited(6, delimited(1, Buffer.from(key)), delimited(2, Uint8Array.from(value)));
  const repeated = Array.from({ length: 100_000 }, () => attribute('k', 0x18, 1));
  const record = Buffer.concat([attribute('a'), ...repeated, attribute('k', 0x18, 2), attribute('z')]);
  const { columns } = decoded(requestWith(record));
  expect([...attributesAt(columns.attributes, 0)]).toEqual([
    ['a', ['empty', '']],
    ['k', ['int', '2']],
    ['z', ['empty', '']],
  ]);
  expect(columns.attributes.key).toHaveLength(3);
});

test('keys that are names in JavaScript are keys like others', () => {
  const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a.b[0]', 'k'.repeat(65_536)];
  const attributes = Object.fromEntries(keys.map((key) => [key, { [key]: 1 }]));
  const { columns } = decodedRecords({ attributes });
  expect([...attributesAt(columns.attributes, 0).keys()]).toEqual(keys);
  const [, text] = attributesAt(columns.attributes, 0).get('__proto__')!;
  expect(text).toBe('{"__proto__":1}');
});

test('O-25 values keep their kind and all their digits', () => {
  const value = [2n ** 63n - 1n, -(2n ** 63n), Number.NaN, -0, 0.1, 'a"\\\u0001', null, true, Uint8Array.of(255), {}];
  const { columns } = decodedRecords({
    body: value,
    attributes: {
      max: 2n ** 63n - 1n,
      min: -(2n ** 63n),
      nan: Number.NaN,
      zero: -0,
      bytes: Uint8Array.of(1, 2),
      none: null,
    },
  });
  expect(textAt(columns.body, 0)).toBe(
    '[9223372036854775807,-9223372036854775808,"NaN",-0,0.1,"a\\"\\\\\\u0001",null,true,"/w==",{}]',
  );
  expect(Object.fromEntries(attributesAt(columns.attributes, 0))).toEqual({
    max: ['int', '9223372036854775807'],
    min: ['int', '-9223372036854775808'],
    nan: ['double', 'NaN'],
    zero: ['double', '-0'],
    bytes: ['bytes', 'AQI='],
    none: ['empty', ''],
  });
});

test('O-17 values nested deeper than 32 levels are cut, and the sender is told', () => {
  for (const [levels, isCut] of [
    [32, false],
    [33, true],
    [2_000, true],
  ] as const) {
    let nested: Uint8Array = delimited(1, Buffer.from('deepest'));
    for (let level = 1; level < levels; level++) nested = delimited(5, delimited(1, nested));
    const body = requestWith(delimited(5, nested));
    const { columns, refused, reasons } = decoded(body);
    const innermost = isCut ? 'null' : '"deepest"';
    const depth = Math.min(levels, 33) - 1;
    expect(textAt(columns.body, 0), String(levels)).toBe('['.repeat(depth) + innermost + ']'.repeat(depth));
    expect(refused).toBe(0);
    expect(reasons).toHaveLength(isCut ? 1 : 0);
    const check = checkRequest('logs', 'protobuf', body);
    expect(check).toMatchObject({ ok: true, value: { records: 1, refused: 0, reason: reasons.join() } });
  }
});

test('of a value with several members the last counts, and the others are not looked into', () => {
  const broken = delimited(5, Uint8Array.of(0xff));
  const { columns } = decoded(requestWith(delimited(5, broken, delimited(1, Buffer.from('last')))));
  expect(rowsOf(columns)[0]!.body).toEqual(['string', 'last']);
});

test('invalid UTF-8 is read as U+FFFD, and NUL is kept', () => {
  const { columns } = decoded(requestWith(delimited(5, delimited(1, Uint8Array.of(0x61, 0xff, 0xc0, 0x80, 0, 0x62)))));
  expect(textAt(columns.body, 0)).toBe('a\ufffd\ufffd\ufffd\u0000b');
});

test('severities outside of the scale are unspecified', () => {
  const { columns } = decodedRecords({ severityNumber: 24 }, { severityNumber: 25 }, { severityNumber: 0xffff_ffff });
  expect([...columns.severityNumber]).toEqual([24, 0, 0]);
});

test('O-24 unknown fields and groups are stepped over', () => {
  const unknown = Uint8Array.of(0xf8, 0xff, 0xff, 0xff, 0x0f, 1, 0xa3, 0x06, 0x08, 1, 0xa4, 0x06);
  const { columns } = decoded(requestWith(Buffer.concat([unknown, delimited(3, Buffer.from('INFO')), unknown])));
  expect(textAt(columns.severityText, 0)).toBe('INFO');
});

test('a known field of a wrong wire type is malformed', () => {
  expect(malformedMessage(requestWith(Uint8Array.of(0x08, 1)))).toContain(
    'wrong wire type for timeUnixNano of LogRecord',
  );
  expect(malformedMessage(Uint8Array.of(0x08, 1))).toContain('resourceLogs of ExportLogsServiceRequest');
  expect(malformedMessage(requestWith(delimited(6, Uint8Array.of(0x08, 1))))).toContain('key of KeyValue');
});

test('a request that is cut anywhere inside of a record is malformed', () => {
  const body = encodeLogs([
    { resource: { a: 1 }, scopes: [{ records: [{ body: { a: [1, 'x'] }, severityText: 'INFO' }] }] },
  ]);
  for (let length = 1; length < body.length; length++) malformedMessage(body.subarray(0, length));
});

test('more records than a request may hold are refused as a whole, however small they are', () => {
  const empty = new Uint8Array(2 * 1_048_577);
  for (let at = 0; at < empty.length; at += 2) empty[at] = 0x12;
  const body = delimited(1, delimited(2, empty));
  for (const result of [decodeLogs(body, receivedAt), checkRequest('logs', 'protobuf', body)]) {
    expect(result).toMatchObject({ ok: false, error: { code: 'request-too-large' } });
  }
}, 60_000);

test('empty groups by the million make no sources', () => {
  const body = new Uint8Array(2_000_000);
  for (let at = 0; at < body.length; at += 2) body[at] = 0x0a;
  expect(decoded(body).columns).toMatchObject({ count: 0, sources: [] });
});
