import type { ChangeId } from '@foreshock/model/change.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { expect, test } from 'vitest';
import { type Candidates, namedCandidates } from './named-candidates.ts';

const entities: Readonly<Record<string, Pick<Entity, 'kind' | 'name'>>> = {
  ent_cart: { kind: 'workload', name: 'shop/cart' },
  ent_node: { kind: 'node', name: 'node-7' },
};
const candidates: Candidates = {
  hypotheses: [
    { id: 'hyp_change', entity: 'ent_cart' as EntityId, change: 'chg_1' as ChangeId },
    { id: 'hyp_node', entity: 'ent_node' as EntityId },
    { id: 'hyp_gone', entity: 'ent_gone' as EntityId },
  ],
  find: (id) => entities[id],
  changes: new Map([['chg_1' as ChangeId, { text: '41 to 42' }]]),
};
const named = (key: string, value: string) => namedCandidates([{ key, value }], candidates);

test('a node that failures share names the node, and no workload of that name', () => {
  expect(named('k8s.node.name', 'node-7')).toEqual(['hyp_node']);
  expect(named('k8s.node.name', 'cart')).toEqual([]);
});

test('the version that a change brought names the change, the one before it does not', () => {
  expect(named('service.version', '42')).toEqual(['hyp_change']);
  expect(named('service.version', '41')).toEqual([]);
});

test('a service or a pod names its workload', () => {
  expect(named('service.name', 'cart')).toEqual(['hyp_change']);
  expect(named('k8s.pod.name', 'cart-5d9f-x2')).toEqual(['hyp_change']);
  expect(named('k8s.pod.name', 'cartoon-5d9f-x2')).toEqual([]);
});

test('what is no place and no version names nobody', () => {
  expect(named('error.type', 'cart')).toEqual([]);
});
