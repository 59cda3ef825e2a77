import { expect, test } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';

test('after three failures in a row nothing is asked for a minute, then once', () => {
  const breaker = createCircuitBreaker(3, 60_000);
  breaker.note(false, 0);
  breaker.note(false, 1);
  expect(breaker.closedUntil(2)).toBeUndefined();
  breaker.note(false, 2);
  expect(breaker.closedUntil(3)).toBe(60_002);
  expect(breaker.closedUntil(60_002)).toBeUndefined();
  breaker.note(false, 60_002);
  expect(breaker.closedUntil(60_003)).toBe(120_002);
});

test('a success between failures begins the count anew', () => {
  const breaker = createCircuitBreaker(2, 60_000);
  for (const succeeded of [false, true, false]) breaker.note(succeeded, 0);
  expect(breaker.closedUntil(1)).toBeUndefined();
});
