import type { EntityId } from '@foreshock/model/entity.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import { expect, test } from 'vitest';
import { harmedShare } from './request-harm.ts';

const WEB = 'ent_web' as EntityId;

function served(difference: Partial<SpanRollup> = {}, slow = 0): SpanRollup {
  const count = difference.count ?? 100;
  return {
    minute: 0,
    entity: WEB,
    operation: 'GET /',
    side: 'server',
    peer: '',
    count,
    errors: 0,
    sampled: count,
    sampledErrors: 0,
    durationSumMs: 0,
    bins: new Map([
      [binOf(10), count - slow],
      [binOf(1000), slow],
    ]),
    ...difference,
  };
}

const usual = (): number => 50;

test('the share of failed requests of users', () => {
  expect(harmedShare([served({ errors: 20 }), served()], usual)).toBe(0.1);
});

test('of slow requests only those count that are slow beyond a good day', () => {
  expect(harmedShare([served({}, 5)], usual)).toBe(0);
  expect(harmedShare([served({}, 25)], usual)).toBeCloseTo(0.2, 10);
});

test('a request that failed slowly counts once', () => {
  expect(harmedShare([served({ errors: 30 }, 25)], usual)).toBe(0.3);
});

test('calls between services and client spans are nobody’s requests', () => {
  const inner = [served({ peer: 'ent_cart' as EntityId, errors: 100 }), served({ side: 'client', errors: 100 })];
  expect(harmedShare(inner, usual)).toBeUndefined();
  expect(harmedShare([...inner, served()], usual)).toBe(0);
});

test('where the usual latency is not known only errors count', () => {
  expect(harmedShare([served({ errors: 1 }, 50)], () => undefined)).toBe(0.01);
});
