import { type ErrorCode, errorKinds, type KnownError } from '@foreshock/model/known-error.ts';
import { expect, test } from 'vitest';
import { grpcErrorAnswer, httpErrorAnswer } from './export-answer.ts';

const codes = Object.keys(errorKinds) as ErrorCode[];
const errorOf = (code: ErrorCode, retryAfterMs?: number): KnownError => ({
  code,
  message: 'why',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

/** What a Collector does with an answer (OTLP 1.11.0, "Failures"). */
const HTTP_REPEATED = [429, 502, 503, 504];

test('both transports agree for every error whether the sender shall come again', () => {
  for (const code of codes) {
    const http = httpErrorAnswer(errorOf(code), 'protobuf', () => 0);
    const grpc = grpcErrorAnswer(errorOf(code), () => 0);
    const isRepeated = HTTP_REPEATED.includes(http.status);
    const hasRetryInfo = grpc.trailers?.['grpc-status-details-bin'] !== undefined;
    expect(hasRetryInfo, code).toBe(isRepeated);
    expect(http.headers['retry-after'] !== undefined, code).toBe(isRepeated);
    expect([8, 14].includes(grpc.status), code).toBe(isRepeated || code === 'request-too-large');
  }
});

test('no error of ours is told as one that makes senders drop data', () => {
  for (const code of codes.filter((each) => ['unavailable', 'internal', 'conflict'].includes(errorKinds[each]))) {
    expect(httpErrorAnswer(errorOf(code), 'json', () => 0).status, code).toBe(503);
    expect(grpcErrorAnswer(errorOf(code), () => 0).status, code).toBe(14);
  }
});

test('the pause is 1 to 5 s by chance, or what the error says up to 30 s', () => {
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

test('an answer while starting or stopping closes the connection', () => {
  expect(httpErrorAnswer(errorOf('starting'), 'json', () => 0).headers.connection).toBe('close');
  expect(httpErrorAnswer(errorOf('stream-unavailable'), 'json', () => 0).headers.connection).toBeUndefined();
});
