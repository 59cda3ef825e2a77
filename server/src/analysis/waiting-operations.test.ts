import { expect, test } from 'vitest';
import { isOfWaiting, isWaiting } from './waiting-operations.ts';

test('N-10: who waits by design is known by the name of the operation', () => {
  const waiting = [
    'BLPOP',
    'blpop jobs',
    'BRPOPLPUSH',
    'BZPOPMIN',
    'XREADGROUP',
    'receive mail-jobs',
    'mail-jobs receive',
    'poll orders',
    'GET /messages/poll',
    'GET /longpoll',
    'GET /v1/long-poll',
    'GET /events/subscribe',
    'grpc.health.v1.Health/Watch',
  ];
  expect(waiting.filter((name) => !isWaiting(name))).toEqual([]);
});

test('what only sounds like waiting is judged', () => {
  const answering = [
    'LPOP',
    'GET /polls',
    'GET /poll/<ID>',
    'POST /receive',
    'GET /watch',
    'process orders',
    'SELECT',
    'GET /',
  ];
  expect(answering.filter(isWaiting)).toEqual([]);
});

test('a metric of a waiting operation is known by its attributes', () => {
  expect(isOfWaiting({ 'db.operation.name': 'BLPOP' })).toBe(true);
  expect(isOfWaiting({ 'messaging.operation.type': 'receive' })).toBe(true);
  expect(isOfWaiting({ 'http.route': '/messages/poll' })).toBe(true);
  expect(isOfWaiting({ 'http.route': '/messages', 'http.request.method': 'GET' })).toBe(false);
});
