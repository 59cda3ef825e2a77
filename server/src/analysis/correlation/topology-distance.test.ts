import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Relation, RelationKind, Topology } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import { nearnessOf } from './topology-distance.ts';

const id = (name: string): EntityId => name as EntityId;

function topologyOf(
  relations: readonly (readonly [string, RelationKind, string])[],
  owners: Record<string, string> = {},
): Topology {
  const names = new Set(relations.flatMap(([from, , to]) => [from, to]).concat(Object.keys(owners)));
  const entities = new Map<EntityId, Entity>(
    [...names].map((name) => [
      id(name),
      {
        id: id(name),
        kind: name.startsWith('node') ? 'node' : 'service',
        name,
        cluster: '',
        namespace: '',
        nodes: [],
        version: '',
        firstSeen: 0,
        lastSeen: 0,
        ...(owners[name] !== undefined && { owner: id(owners[name]) }),
      },
    ]),
  );
  return {
    entities,
    relations: relations.map(([from, kind, to]): Relation => ({ from: id(from), to: id(to), kind, lastSeen: 0 })),
  };
}

const shop = nearnessOf(
  topologyOf(
    [
      ['web', 'calls', 'cart'],
      ['cart', 'calls', 'db'],
      ['cart', 'runs-on', 'node-1'],
      ['mail', 'runs-on', 'node-1'],
    ],
    { volume: 'db' },
  ),
  [{ entity: id('web'), peer: id('cart') }],
);

test('how near two entities are', () => {
  const cases: [string, string, number][] = [
    ['cart', 'cart', 1],
    ['cart', 'node-1', 0.8],
    ['volume', 'db', 0.8],
    ['web', 'cart', 0.7],
    ['cart', 'web', 0.7],
    ['web', 'db', 0.4],
    ['cart', 'mail', 0],
    ['web', 'unknown', 0],
  ];
  for (const [a, b, near] of cases) expect(shop.around(id(a)).get(id(b))?.near ?? 0, `${a} ${b}`).toBe(near);
});

test('dependence has a direction and two hops', () => {
  expect(shop.dependsOn(id('web'), id('db'))).toBe(true);
  expect(shop.dependsOn(id('db'), id('web'))).toBe(false);
  expect(shop.dependsOn(id('mail'), id('cart'))).toBe(false);
});

test('related are those from which an entity is asked for and whom it asks, over two hops', () => {
  expect([...shop.relatedTo(id('cart'))].sort()).toEqual(['cart', 'db', 'node-1', 'web']);
  expect([...shop.relatedTo(id('db'))].sort()).toEqual(['cart', 'db', 'web']);
});

test('a call in trouble is loud from both ends', () => {
  expect(shop.around(id('cart')).get(id('web'))).toEqual({ near: 0.7, isLoud: true });
  expect(shop.around(id('cart')).get(id('db'))).toEqual({ near: 0.7, isLoud: false });
});

test('an entity without relations is not known', () => {
  expect(['web', 'volume', 'node-1', 'unknown'].map((name) => shop.knows(id(name)))).toEqual([true, true, true, false]);
});
