import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import { type ProcessorUse, weighNeighbors } from './neighbor.ts';

const [web, cart, batch, far, nodeA, nodeB] = [
  'ent_web',
  'ent_cart',
  'ent_batch',
  'ent_far',
  'ent_a',
  'ent_b',
] as EntityId[];
const on = (id: EntityId, ...nodes: EntityId[]): [EntityId, Entity] => [id, { id, nodes } as unknown as Entity];
const topology: Topology = {
  entities: new Map([on(web!, nodeB!), on(cart!, nodeA!), on(batch!, nodeA!), on(far!, nodeB!)]),
  relations: [{ from: web!, to: cart!, kind: 'calls', lastSeen: 0 }],
};
const slow = (entity: EntityId): Anomaly => ({ entity, kind: 'latency' }) as Anomaly;
const use = (entity: EntityId, before: number, ...after: number[]): ProcessorUse => ({
  entity,
  before: before === 0 ? [] : Array<number>(60).fill(before),
  after,
});
const squeezed = [use(cart!, 3, 2.5, 2), use(batch!, 0, 6, 9), use(nodeA!, 8, 13, 16), use(nodeB!, 8, 8, 8)];

test('a new pod that takes a node on which a service is slow is the cause, with its cores', () => {
  const [found, ...others] = weighNeighbors(squeezed, [slow(cart!)], topology).values();
  expect(others).toEqual([]);
  expect(found).toMatchObject({ entity: batch, node: nodeA, usual: 0, peak: 9, nodeUsual: 8, nodePeak: 16 });
  expect(found!.weight).toBe(3);
});

test('work on a node where nobody is hurt, or that hardly adds to its node, is no cause', () => {
  expect(weighNeighbors(squeezed, [slow(web!)], topology).size).toBe(0);
  expect(weighNeighbors([use(batch!, 1, 1.2), use(nodeA!, 8, 8.2)], [slow(cart!)], topology).size).toBe(0);
  const [slight] = weighNeighbors([use(batch!, 1, 2), use(nodeA!, 20, 21)], [slow(cart!)], topology).values();
  expect(slight!.weight).toBeLessThan(0.2);
});

test('who is called works more because more is asked of it, and who is hurt is no cause of its own pain', () => {
  const peak = [use(cart!, 3, 9), use(nodeA!, 8, 14)];
  expect(weighNeighbors(peak, [slow(cart!)], topology).size).toBe(0);
  expect(weighNeighbors(squeezed, [slow(cart!), slow(batch!)], topology).size).toBe(0);
});

test('a node that rose by what others took accuses none of its small ones', () => {
  const uses = [use(batch!, 0, 1), use(nodeA!, 8, 14)];
  expect(weighNeighbors(uses, [slow(cart!)], topology).size).toBe(0);
});
