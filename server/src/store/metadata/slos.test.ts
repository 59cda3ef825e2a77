import type { EntityId } from '@foreshock/model/entity.ts';
import type { Slo, SloId } from '@foreshock/model/slo.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { createSlo, deleteSlo, findSlo, listSlos, updateSlo } from './slos.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const checkout: Slo = {
  id: 'slo_a' as SloId,
  version: 1,
  name: 'Checkout answers',
  entity: 'ent_checkout' as EntityId,
  objective: 'availability',
  target: 0.999,
  windowDays: 30,
  changedAt: 1,
  changedBy: 'ana',
};

test('a change needs the version that it was based on, and another project sees nothing of it', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  expect(await createSlo(db, tenant, checkout)).toEqual({ ok: true, value: checkout });
  const changed = await updateSlo(db, tenant, { ...checkout, target: 0.99 });
  expect(changed).toMatchObject({ ok: true, value: { version: 2, target: 0.99 } });
  expect(await updateSlo(db, tenant, checkout)).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  expect(await deleteSlo(db, tenant, checkout.id, 1)).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  expect(await findSlo(db, await metadata.newTenant(), checkout.id)).toBeUndefined();
  expect(await deleteSlo(db, tenant, checkout.id, 2)).toMatchObject({ ok: true });
  expect(await deleteSlo(db, tenant, checkout.id, 2)).toMatchObject({ ok: false, error: { code: 'slo-not-found' } });
  expect(await listSlos(db, tenant)).toEqual([]);
});

test('no two of a project have one name, by making or by renaming', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await createSlo(db, tenant, checkout);
  const other = { ...checkout, id: 'slo_b' as SloId };
  expect(await createSlo(db, tenant, other)).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  await createSlo(db, tenant, { ...other, name: 'Another' });
  expect(await updateSlo(db, tenant, other)).toMatchObject({ ok: false, error: { code: 'state-conflict' } });
  expect((await listSlos(db, tenant)).map(({ name }) => name)).toEqual(['Another', 'Checkout answers']);
});
