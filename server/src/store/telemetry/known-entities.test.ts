import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import { createStillClock } from '../../base/clock.ts';
import { sampleEntity } from './contract-samples.ts';
import { createKnownEntities } from './known-entities.ts';
import type { TenantTelemetry } from './telemetry-store.ts';

const acme = 'acme' as TenantId;
const [shop, cart] = ['ent_shop', 'ent_cart'] as EntityId[] as [EntityId, EntityId];

function open(...present: string[]) {
  const there = new Set(present);
  let looks = 0;
  let down = false;
  const selectTopology = async (): Promise<Result<Topology>> => {
    looks += 1;
    if (down) return failure('store-unavailable', 'the store is away');
    const entities = new Map<EntityId, Entity>([...there].map((id) => [id as EntityId, sampleEntity(id, id)]));
    return success({ entities, relations: [] });
  };
  const clock = createStillClock(0);
  // Of a tenant's telemetry nothing else is asked.
  const known = createKnownEntities({ tenant: () => ({ selectTopology }) as unknown as TenantTelemetry }, clock);
  return {
    clock,
    looks: () => looks,
    add: (id: EntityId) => there.add(id),
    fail: () => {
      down = true;
    },
    ids: async (...mentioned: EntityId[]) => [...(await known.of(acme, mentioned)).keys()],
  };
}

test('one look serves the questions of some seconds, and those that come at once', async () => {
  const { ids, looks, clock } = open(shop);
  await Promise.all([ids(), ids(), ids(shop)]);
  expect(looks()).toBe(1);
  clock.advance(5 * SECOND);
  await ids();
  expect(looks()).toBe(2);
});

test('an entity that is mentioned and new is looked for at once, and one that is nowhere only once', async () => {
  const { ids, looks, add } = open(shop);
  await ids();
  add(cart);
  expect(await ids(cart)).toEqual([shop, cart]);
  const nobody = 'ent_nobody' as EntityId;
  await ids(nobody);
  const before = looks();
  await ids(nobody);
  expect(looks()).toBe(before);
});

test('what was known stays while the store is away', async () => {
  const { ids, clock, fail } = open(shop);
  await ids();
  fail();
  clock.advance(5 * SECOND);
  expect(await ids()).toEqual([shop]);
});
