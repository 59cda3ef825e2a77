import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import { specificityOf } from './specificity.ts';

const id = (name: string): EntityId => name as EntityId;

/** Only what is read: who shows what. */
function shown(measure: string, entities: string[], signal: Anomaly['signal'] = 'metrics'): Anomaly[] {
  return entities.map((entity) => ({ signal, measure, entity: id(entity) }) as Anomaly);
}

function podsOf(owners: Record<string, string[]>): Topology {
  const entities = Object.entries(owners).flatMap(([owner, pods]) =>
    pods.map((pod) => ({ id: id(pod), kind: 'pod', name: pod, owner: id(owner) }) as Entity),
  );
  return { entities: new Map(entities.map((entity) => [entity.id, entity])), relations: [] };
}

const NO_PODS = podsOf({});

test('what one alone shows points at it, what four show is worth a quarter to each', () => {
  const votes = specificityOf([...shown('disk', ['a']), ...shown('memory', ['a', 'b', 'c', 'd'])], NO_PODS);
  expect(votes.get(id('a'))).toBe(1.25);
  expect(votes.get(id('b'))).toBe(0.25);
});

test('the same measure at one entity several times is one vote', () => {
  expect(specificityOf([...shown('disk', ['a']), ...shown('disk', ['a'])], NO_PODS).get(id('a'))).toBe(1);
});

test('calls have no vote: callers show what their callees do', () => {
  expect(specificityOf(shown('GET /', ['web'], 'traces'), NO_PODS).size).toBe(0);
});

test('what most pods of a workload show is the workload’s, what one of them shows is the pod’s', () => {
  const pods = podsOf({ cart: ['cart-0', 'cart-1', 'cart-2', 'cart-3'], web: ['web-0', 'web-1'] });
  const votes = specificityOf(
    [...shown('cpu', ['cart-0', 'cart-1', 'cart-3', 'web-0']), ...shown('reads', ['web-0'])],
    pods,
  );
  expect([...votes].sort()).toEqual([
    ['cart', 0.5],
    ['web-0', 1.5],
  ]);
});
