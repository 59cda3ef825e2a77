// The ids are those of docs/reference/otlp.md.
import { type ErrorCode, errorKinds, type KnownError } from '@foreshock/model/known-error.ts';
import { expect, test } from 'vitest';
import { decodeWithLibrary } from '../../../test/support/otlp-proto.ts';
import { grpcErrorAnswer, httpErrorAnswer } from './export-answer.ts';

const codes = Object.keys(errorKinds) as ErrorCode[];
const errorOf = (code: ErrorCode, retryAfterMs?: number): KnownError => ({
  code,
  message: 'why',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

/** What senders repeat, by the OTLP specification 1.11.0, "Failures". */
const HTTP_REPEATED = [429, 502, 503, 504];
const GRPC_REPEATED = [1, 4, 10, 11, 14, 15];
const RESOURCE_EXHAUSTED = 8;

interface RetryInfo {
  readonly retryDelay: { readonly seconds: string };
}

/** RetryInfo in the details of a gRPC answer, as a library reads it. */
function retryInfoOf(base64: string | undefined): RetryInfo | undefined {
  if (base64 === undefined) return undefined;
  const { details } = decodeWithLibrary('RpcStatus', Buffer.from(base64, 'base64')) as {
    details: { typeUrl: string; value: Uint8Array }[];
  };
  const found = details.find(({ typeUrl }) => typeUrl === 'type.googleapis.com/google.rpc.RetryInfo');
  // The cast holds: the type of the details is named.
  return found && (decodeWithLibrary('RetryInfo', found.value) as unknown as RetryInfo);
}

test('O-20 both transports agree for every error whether the sender shall come again', () => {
  for (const code of codes) {
    const http = httpErrorAnswer(errorOf(code), 'protobuf', () => 0);
    const grpc = grpcErrorAnswer(errorOf(code), () => 0);
    const isRepeated = HTTP_REPEATED.includes(http.status);
    const hasRetryInfo = retryInfoOf(grpc.trailers?.['grpc-status-details-bin']) !== undefined;
    expect(http.headers['retry-after'] !== undefined, code).toBe(isRepeated);
    expect(GRPC_REPEATED.includes(grpc.status) || (grpc.status === RESOURCE_EXHAUSTED && hasRetryInfo), code).toBe(
      isRepeated,
    );
    expect(hasRetryInfo, code).toBe(isRepeated);
  }
});

test('O-22 the time to come again is in both places where gRPC clients look, and in the body of HTTP', () => {
  const error = errorOf('stream-unavailable', 7_000);
  const { trailers } = grpcErrorAnswer(error, () => 0);
  expect(retryInfoOf(trailers?.['grpc-status-details-bin'])).toEqual({ retryDelay: { seconds: '7' } });
  const alone = Buffer.from(trailers?.['google.rpc.retryinfo-bin'] ?? '', 'base64');
  expect(decodeWithLibrary('RetryInfo', alone)).toEqual({ retryDelay: { seconds: '7' } });
  const { body } = httpErrorAnswer(error, 'json', () => 0);
  expect(JSON.parse(Buffer.from(body).toString()).details).toEqual([
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7.000s' },
  ]);
});

test('A-08 to A-13 no error of ours is told as one that makes senders drop data', () => {
  for (const code of codes.filter((each) => ['unavailable', 'internal', 'conflict'].includes(errorKinds[each]))) {
    expect(httpErrorAnswer(errorOf(code), 'json', () => 0).status, code).toBe(503);
    expect(grpcErrorAnswer(errorOf(code), () => 0).status, code).toBe(14);
  }
});

test('O-21 the pause is 1 to 5 s by chance, or what the error says up to 30 s', () => {
  const pauseOf = (error: KnownError, chance: number): string | undefined =>
    httpErrorAnswer(error, 'json', () => chance).headers['retry-after'];
  expect([0, 0.2, 0.5, 0.999].map((chance) => pauseOf(errorOf('stream-unavailable'), chance))).toEqual([
    '1',
    '2',
    '3',
    '5',
  ]);
  expect([1, 1_001, 30_000, 90_000].map((ms) => pauseOf(errorOf('stream-unavailable', ms), 0))).toEqual([
    '1',
    '2',
    '30',
    '30',
  ]);
});

test('A-12 an answer while starting or stopping closes the connection', () => {
  expect(httpErrorAnswer(errorOf('starting'), 'json', () => 0).headers.connection).toBe('close');
  expect(httpErrorAnswer(errorOf('stream-unavailable'), 'json', () => 0).headers.connection).toBeUndefined();
});
