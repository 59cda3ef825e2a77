import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { expect, test } from 'vitest';
import { type Utilisation, weighSaturation } from './saturation.ts';

const [store, cart] = ['ent_checkout-db', 'ent_cart'] as EntityId[];
const CONNECTIONS = { measure: 'db.client.connection.count', series: 'ser_1' as SeriesId, limit: 100 };
const calls = (caller: EntityId, callee: EntityId) => caller === cart && callee === store;

/** In percent: 9 of 100 are used, 45 when two new pods of cart have taken 18 each. */
const leaking: readonly Utilisation[] = [
  { ...CONNECTIONS, entity: store!, instance: 'checkout-db/db-0', before: Array(60).fill(9), after: [20, 33, 45] },
  { ...CONNECTIONS, entity: cart!, instance: 'checkout-db/old-1', before: Array(57).fill(2), after: [] },
  { ...CONNECTIONS, entity: cart!, instance: 'checkout-db/old-2', before: Array(57).fill(2), after: [] },
  { ...CONNECTIONS, entity: cart!, instance: 'checkout-db/new-1', before: [2, 2, 2], after: [6, 12, 18] },
  { ...CONNECTIONS, entity: cart!, instance: 'checkout-db/new-2', before: [2, 2, 2], after: [6, 12, 18] },
];

test('connections that new pods of a client took are its doing, though others had hardly any', () => {
  const worst = weighSaturation(leaking, calls, true);
  expect(worst.get(cart!)).toMatchObject({ of: store, peak: 36 });
  expect(worst.get(cart!)!.weight).toBeGreaterThan(worst.get(store!)?.weight ?? 0);
});

test('a rise that is half way to the limit explains no harm yet, but a failure to come', () => {
  expect(weighSaturation(leaking, calls, false).size).toBe(0);
  expect(weighSaturation(leaking, calls, true).get(cart!)!.weight).toBeGreaterThan(1);
});
