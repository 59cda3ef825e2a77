import type { LogRecord } from '@foreshock/otlp/telemetry-to-send.ts';
import { expect, test } from 'vitest';
import { decodedLogs, readLogs } from '../logs-under-test.ts';
import { joinStackTraces } from './join-stack-traces.ts';

const RECEIVED = Date.parse('2026-11-22T03:14:00Z');

function join(lines: readonly (string | Partial<LogRecord>)[]) {
  const records = lines.map((line, index): LogRecord => {
    const timeUnixNano = BigInt(RECEIVED + index) * 1_000_000n;
    return typeof line === 'string' ? { timeUnixNano, body: line } : { timeUnixNano, ...line };
  });
  const { columns, joined } = joinStackTraces(decodedLogs(records, RECEIVED));
  return { bodies: readLogs(columns).map(({ body }) => body), joined: joined.get(0) ?? 0 };
}

const java = [
  'java.lang.IllegalStateException: pool is closed',
  '\tat com.shop.Pool.take(Pool.java:41)',
  '\tat com.shop.Cart.pay(Cart.java:9)',
  'Caused by: java.io.IOException: reset',
  '\t... 12 more',
];
const python = [
  'Traceback (most recent call last):',
  '  File "/app/pay.py", line 3, in pay',
  '    take(pool)',
  'shop.errors.PoolClosed: pool is closed',
];
const go = ['panic: runtime error', '', 'goroutine 1 [running]:', 'main.pay(0x1)', '\t/app/main.go:12 +0x1d'];

test('the lines of a trace become one record, and those around it stay', () => {
  for (const trace of [java, python, go]) {
    const { bodies, joined } = join(['order 1 placed', ...trace, 'order 2 placed']);
    expect(bodies).toEqual(['order 1 placed', trace.join('\n'), 'order 2 placed']);
    expect(joined).toBe(trace.length - 1);
  }
});

test('lines of another stream, or long after, do not belong to the trace', () => {
  const [head, frame] = java as [string, string];
  const other = { body: frame, attributes: { 'log.iostream': 'stderr' } };
  expect(join([{ body: head, attributes: { 'log.iostream': 'stdout' } }, other]).bodies).toHaveLength(2);
  const late = { body: frame, timeUnixNano: BigInt(RECEIVED + 60_000) * 1_000_000n };
  expect(join([head, late]).bodies).toHaveLength(2);
});

test('a blank record heads no trace', () => {
  expect(join(['', java[1]!]).bodies).toEqual(['', java[1]]);
});

test('indented lines are no trace by themselves', () => {
  const lines = ['a list follows', '  first', '  second', 'Could not open it', 'Started'];
  expect(join(lines).bodies).toEqual(lines);
});

test('a trace without an end is cut into records that stay within bounds', () => {
  const endless = [java[0]!, ...Array.from({ length: 2_000 }, () => java[1]!)];
  const { bodies } = join(endless);
  expect(bodies.length).toBeGreaterThan(3);
  expect(bodies.join('\n').split('\n')).toHaveLength(endless.length);
});
