import { expect, test } from 'vitest';
import { failures } from '../failure.ts';
import { failureWords } from './failure-words.ts';
import { describeFact, type Fact, measureWords } from './measure-words.ts';
import { withoutIds } from './operation-name.ts';

const metric: Fact = {
  kind: 'metric',
  measure: 'http.server.request.duration',
  observed: 2.1,
  expected: 0.3,
  unit: 's',
  direction: 'up',
};

test('facts in plain words, with the number and what is usual', () => {
  const cases: [Partial<Fact>, string][] = [
    [{}, 'Response time rose to 2.1 s (usual 300 ms)'],
    [{ direction: 'down' }, 'Response time fell to 2.1 s (usual 300 ms)'],
    [{ direction: 'none', expected: undefined }, 'Response time: steady at 2.1 s'],
    [{ direction: 'gone' }, 'Response time: no longer reported'],
    [{ measure: 'shop.orders', observed: undefined, expected: undefined }, 'shop.orders rose to no data'],
    [{ kind: 'event', measure: 'OOMKilled' }, 'Kubernetes reports OOMKilled'],
    [{ kind: 'change', measure: 'v41 to v42' }, 'v41 to v42'],
    [{ kind: 'log', measure: 'timeout', direction: 'new' }, 'New line "timeout"'],
    [
      { kind: 'log', measure: 'timeout', direction: 'gone', observed: 0, expected: 12, unit: '1/min' },
      'The line "timeout" is no longer written (usual 12 a minute)',
    ],
    [
      { kind: 'forecast', measure: 'db.client.connection.count', observed: 80, expected: 40, unit: '{connection}' },
      'Used connections: heading for the limit, now 80 (usual 40)',
    ],
  ];
  for (const [difference, sentence] of cases) expect(describeFact({ ...metric, ...difference })).toBe(sentence);
});

test('a measure without a word for it keeps its own name', () => {
  expect(measureWords('db.client.connection.count')).toBe('used connections');
  expect(measureWords('shop.orders')).toBe('shop.orders');
});

test('every failure has its words, none of them sure of itself', () => {
  for (const failure of failures) {
    const words = failureWords[failure];
    for (const text of [words.verb, words.noun, words.short]) {
      expect(text, failure).toMatch(/^[a-zA-Z ]+$/);
      expect(text, failure).not.toMatch(/\b(will|certain)\b/);
    }
  }
});

test('ids leave a span name, versions stay', () => {
  const cases: [string, string][] = [
    ['GET /user/123', 'GET /user/<ID>'],
    ['GET /v1/user/7', 'GET /v1/user/<ID>'],
    ['GET /order/3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'GET /order/<ID>'],
    ['GET /order/ab12cd34ef', 'GET /order/<ID>'],
    ['s3 put object', 's3 put object'],
    ['POST /oauth2/token', 'POST /oauth2/token'],
    ['GET /item/order-20261122', 'GET /item/<ID>'],
    ['checkout', 'checkout'],
  ];
  for (const [name, general] of cases) expect(withoutIds(name), name).toBe(general);
});
