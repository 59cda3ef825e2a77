import { expect, test } from 'vitest';
import { layOutTopology } from './topology-graph-geometry.ts';

const node = (id: string, risk = 0) => ({ id, name: id, risk });
const nodes = [node('db', 3), node('web'), node('cart'), node('checkout'), node('alone')];
const edges = [
  { from: 'web', to: 'cart' },
  { from: 'web', to: 'checkout' },
  { from: 'cart', to: 'db' },
  { from: 'checkout', to: 'cart' },
];
const layerOf = (layout: ReturnType<typeof layOutTopology>) =>
  Object.fromEntries(layout.nodes.map((placed) => [placed.id, placed.layer]));

test('a callee stands to the right of all its callers', () => {
  expect(layerOf(layOutTopology(nodes, edges, 1000))).toEqual({ db: 3, web: 0, cart: 2, checkout: 1, alone: 0 });
});

test('the picture does not depend on the order of the answer', () => {
  const place = (layout: ReturnType<typeof layOutTopology>) =>
    Object.fromEntries(layout.nodes.map(({ id, x, y }) => [id, [x, y]]));
  expect(place(layOutTopology(nodes.toReversed(), edges.toReversed(), 1000))).toEqual(
    place(layOutTopology(nodes, edges, 1000)),
  );
});

test('services that call each other in a circle still get places', () => {
  const circle = layOutTopology(
    [node('a'), node('b')],
    [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ],
    600,
  );
  expect(layerOf(circle)).toEqual({ a: 0, b: 1 });
  expect(circle.edges).toHaveLength(2);
});

test('no two nodes cover each other', () => {
  const many = Array.from({ length: 30 }, (_, i) => node(`n${i}`));
  const places = layOutTopology(many, [], 800).nodes.map(({ x, y }) => `${x} ${y}`);
  expect(new Set(places).size).toBe(30);
});
