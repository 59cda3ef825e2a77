import { expect, test } from 'vitest';
import { decodedLogs, readLogs } from '../logs-under-test.ts';
import { parseBodies } from './parse-bodies.ts';

const RECEIVED = Date.parse('2026-11-22T03:14:00Z');
const nanos = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;

/** A record without time or severity, as a file reader sends it. */
function read(body: string, more: object = {}) {
  const [log] = readLogs(parseBodies(decodedLogs([{ timeUnixNano: 0n, body, ...more }], RECEIVED)));
  return log!;
}

test('of a JSON line the message is the body and the fields are attributes, inner ones by their path', () => {
  const log = read(
    '{"level":"warn","time":"2026-11-22T03:13:59.123456789Z","msg":"pool is full","pool":{"used":20,"share":0.97},"hosts":["a"],"ok":false,"order":9007199254740993}',
  );
  expect(log).toMatchObject({ body: 'pool is full', severity: 13, severityText: 'warn' });
  expect(log.time).toBe(nanos('2026-11-22T03:13:59.123Z') + 456_789n);
  expect(log.attributes).toEqual({
    'pool.used': 'int 20',
    'pool.share': 'double 0.97',
    hosts: 'array ["a"]',
    ok: 'bool false',
    order: 'int 9007199254740993',
    'foreshock.log.format': 'string json',
  });
});

test('what the record says itself is not said over', () => {
  const log = read(
    '{"level":"error","time":1795317000,"msg":"late","user":"b","trace_id":"ffffffffffffffffffffffffffffffff"}',
    {
      timeUnixNano: nanos('2026-11-22T03:00:00Z'),
      severityNumber: 9,
      attributes: { user: 'a' },
      traceId: new Uint8Array(16).fill(1),
      spanId: new Uint8Array(8).fill(1),
    },
  );
  expect(log).toMatchObject({ severity: 9, time: nanos('2026-11-22T03:00:00Z'), traceId: '01'.repeat(16) });
  expect(log.attributes).toMatchObject({ user: 'string a', level: 'string error', time: 'int 1795317000' });
});

test('ids of trace and span are taken where the record has none', () => {
  expect(read('{"msg":"m","traceId":"0af7651916cd43dd8448eb211c80319c"}').traceId).toBe(
    '0af7651916cd43dd8448eb211c80319c',
  );
});

test('logfmt, klog, syslog and the lines of a container runtime', () => {
  expect(read('ts=2026-11-22T03:13:00Z level=error msg="cannot \\"reach\\" db" tries=3 took=1.5')).toMatchObject({
    body: 'cannot "reach" db',
    severity: 17,
    time: nanos('2026-11-22T03:13:00Z'),
    attributes: { tries: 'int 3', took: 'double 1.5' },
  });
  expect(read('E1122 03:13:30.000123       7 reflector.go:147] watch failed')).toMatchObject({
    body: 'watch failed',
    severity: 17,
    time: nanos('2026-11-22T03:13:30Z') + 123_000n,
    attributes: { 'code.file.path': 'string reflector.go', 'code.line.number': 'int 147', 'thread.id': 'int 7' },
  });
  expect(read('<34>1 2026-11-22T03:13:00Z web1 sshd 42 ID47 - connection closed')).toMatchObject({
    body: 'connection closed',
    severity: 18,
    attributes: {
      'host.name': 'string web1',
      'process.executable.name': 'string sshd',
      'syslog.facility.code': 'int 4',
    },
  });
  expect(read('<13>Nov 22 03:12:00 web1 cron[9]: started')).toMatchObject({
    body: 'started',
    severity: 10,
    time: nanos('2026-11-22T03:12:00Z'),
  });
  expect(read('2026-11-22T03:13:00.5Z stderr F {"level":50,"msg":"inner"}')).toMatchObject({
    body: 'inner',
    severity: 17,
    attributes: { 'log.iostream': 'string stderr' },
  });
});

test('lines that only look like one of the forms stay as they are', () => {
  for (const body of [
    'order 1 placed',
    '{not json}',
    '{"msg":"cut off',
    '[1,2]',
    '{"no":"text","but":"fields"}x',
    'a=1 b=2',
    'level=info msg="open',
    'level=info and more words',
    'Index 7 was built',
    'E1122 is a part number',
    '<b>bold</b>',
    '<999>1 what',
    '=',
    '',
  ])
    expect(read(body), body).toMatchObject({ body, severity: 0 });
});

test('JSON without a message stays the body, and its level and time are taken', () => {
  const body = '{"level":"error","code":7}';
  expect(read(body)).toMatchObject({ body, severity: 17 });
  expect(read(body).attributes).toEqual({ 'foreshock.log.format': 'string json' });
});

test('a time far ahead of its receipt is not believed', () => {
  expect(read('{"msg":"m","time":"2027-11-22T03:14:00Z"}').time).toBe(nanos('2026-11-22T03:14:00Z'));
});

test('hostile lines cost little and lose nothing', () => {
  const deep = `{"msg":"m","a":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}`;
  const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, i])));
  const quotes = `msg="${'\\"'.repeat(4_000)}`;
  expect(read(deep).body).toBe('m');
  expect(read(wide).body).toBe(wide);
  expect(read(quotes).body).toBe(quotes);
  expect(read('{"msg":"m","__proto__":{"x":1}}').attributes).toMatchObject({ '__proto__.x': 'int 1' });
});
