import { expect, test } from 'vitest';
import { decodeWithLibrary } from '../../test/support/otlp-proto.ts';
import { encodeExportAnswer, encodeRetryInfo, encodeStatus } from './encode-answer.ts';

function json(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString());
}

test('O-15 full success is no byte in protobuf and an empty object in JSON', () => {
  for (const partial of [undefined, { refused: 0, reason: '' }]) {
    expect(encodeExportAnswer('logs', 'protobuf', partial)).toHaveLength(0);
    expect(Buffer.from(encodeExportAnswer('logs', 'json', partial)).toString()).toBe('{}');
  }
});

test('O-16 partial success names what was refused and why, in each signal', () => {
  const check = (signal: 'logs' | 'metrics' | 'traces', message: string, name: string) => {
    const partial = { refused: 3_000_000_000, reason: 'because' };
    const partialSuccess = { [name]: '3000000000', errorMessage: 'because' };
    expect(decodeWithLibrary(message, encodeExportAnswer(signal, 'protobuf', partial))).toEqual({ partialSuccess });
    expect(json(encodeExportAnswer(signal, 'json', partial))).toEqual({ partialSuccess });
  };
  check('logs', 'ExportLogsServiceResponse', 'rejectedLogRecords');
  check('metrics', 'ExportMetricsServiceResponse', 'rejectedDataPoints');
  check('traces', 'ExportTraceServiceResponse', 'rejectedSpans');
});

test('O-17 a warning has a message and refuses nothing', () => {
  const warning = { refused: 0, reason: 'values were cut' };
  const partialSuccess = { errorMessage: 'values were cut' };
  const bytes = encodeExportAnswer('logs', 'protobuf', warning);
  expect(decodeWithLibrary('ExportLogsServiceResponse', bytes)).toEqual({ partialSuccess });
  expect(json(encodeExportAnswer('logs', 'json', warning))).toEqual({ partialSuccess });
});

test('O-19 answers stay small, whatever the reason', () => {
  const reason = 'x'.repeat(100_000);
  for (const format of ['protobuf', 'json'] as const) {
    expect(encodeExportAnswer('logs', format, { refused: 1, reason }).length).toBeLessThan(1_100);
    expect(encodeStatus(format, { code: 3, message: reason, retryAfterMs: 1 }).length).toBeLessThan(1_200);
  }
});

test('O-22 a status carries its code, its message and when to come again', () => {
  const bytes = encodeStatus('protobuf', { code: 14, message: 'overloaded', retryAfterMs: 2_500 });
  const status = decodeWithLibrary('RpcStatus', bytes) as { details: { type_url: string; value: Uint8Array }[] };
  expect(status).toMatchObject({
    code: 14,
    message: 'overloaded',
    details: [{ typeUrl: 'type.googleapis.com/google.rpc.RetryInfo' }],
  });
  const retryInfo = { retryDelay: { seconds: '2', nanos: 500_000_000 } };
  expect(decodeWithLibrary('RetryInfo', status.details[0]!.value)).toEqual(retryInfo);
  expect(decodeWithLibrary('RetryInfo', encodeRetryInfo(2_500))).toEqual(retryInfo);
  expect(json(encodeStatus('json', { code: 14, message: 'overloaded', retryAfterMs: 2_500 }))).toEqual({
    code: 14,
    message: 'overloaded',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2.500s' }],
  });
});

test('a status without a time to come again has no details', () => {
  expect(decodeWithLibrary('RpcStatus', encodeStatus('protobuf', { code: 3, message: 'no' }))).toEqual({
    code: 3,
    message: 'no',
    details: [],
  });
  expect(json(encodeStatus('json', { code: 3, message: 'no' }))).toEqual({ code: 3, message: 'no' });
});

test('a fraction of a millisecond never makes a whole second of nanoseconds', () => {
  expect(decodeWithLibrary('RetryInfo', encodeRetryInfo(999.9))).toEqual({ retryDelay: { seconds: '1' } });
});
