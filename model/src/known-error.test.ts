import { expect, test } from 'vitest';
import { errorKinds, failure, isRetryable, kindOf, success } from './known-error.ts';

test('only what is ours or a limit may be sent again', () => {
  const retryable = Object.keys(errorKinds).filter((code) =>
    isRetryable(failure(code as keyof typeof errorKinds, '').error),
  );
  expect(retryable.sort()).toEqual([
    'channel-unavailable',
    'gateway-overloaded',
    'metadata-unavailable',
    'model-unavailable',
    'query-too-expensive',
    'quota-bytes-exceeded',
    'quota-records-exceeded',
    'quota-requests-exceeded',
    'requests-too-many',
    'starting',
    'stopping',
    'store-unavailable',
    'stream-unavailable',
    'watchers-too-many',
  ]);
});

test('a failure carries its code, its message and, where it helps, when to come again', () => {
  expect(failure('starting', 'not yet', 2_000)).toEqual({
    ok: false,
    error: { code: 'starting', message: 'not yet', retryAfterMs: 2_000 },
  });
  expect('retryAfterMs' in failure('internal', 'broken').error).toBe(false);
  expect(kindOf(failure('role-insufficient', '').error)).toBe('denied');
});

test('a success may be about nothing', () => {
  expect(success()).toEqual({ ok: true, value: undefined });
  expect(success(3)).toEqual({ ok: true, value: 3 });
});
