import { type ErrorCode, errorKinds, failure } from '@foreshock/model/known-error.ts';
import { expect, test } from 'vitest';
import { parseStates } from './parse-states.ts';
import { problemOf } from './problem.ts';

test('a problem says its code, its status, what happened, and whether to come again', () => {
  expect(problemOf(failure('store-unavailable', 'the store does not answer').error)).toEqual({
    type: 'urn:foreshock:error:store-unavailable',
    title: 'store-unavailable',
    status: 503,
    detail: 'the store does not answer',
    code: 'store-unavailable',
    retryable: true,
  });
});

test('every code has a status of a client or a server, and only our own faults are 5xx', () => {
  for (const [code, kind] of Object.entries(errorKinds)) {
    const { status } = problemOf(failure(code as ErrorCode, '').error);
    expect(status >= 500, code).toBe(kind === 'unavailable' || kind === 'internal');
    expect(status, code).toBeGreaterThanOrEqual(400);
  }
});

test('a fault carries the reference under which the log has the details', () => {
  expect(problemOf(failure('internal', 'internal error').error, '7f3c9a1b').reference).toBe('7f3c9a1b');
  expect('reference' in problemOf(failure('internal', 'internal error').error)).toBe(false);
});

test('states are a list of known words', () => {
  const known = ['open', 'resolved'] as const;
  expect(parseStates('open, resolved', known)).toEqual({ ok: true, value: ['open', 'resolved'] });
  for (const text of [undefined, '']) expect(parseStates(text, known)).toEqual({ ok: true, value: undefined });
  const wrong = parseStates('open,closed', known);
  expect(!wrong.ok && wrong.error.message).toBe('state has "closed": expected some of open, resolved');
});
