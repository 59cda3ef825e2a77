import type { Drill } from '@foreshock/model/drill.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeDrill, createDrill, findDrill, findDrillOf, findOpenDrill, listDrills, readDrilled } from './drills.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { checkout, testIncident, testPrediction } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const NOON = Date.UTC(2026, 10, 27, 12);
const fault = {
  variant: 'steady-leak',
  failure: 'out_of_memory',
  rootCause: 'shop/checkout',
  touches: ['shop/checkout'],
  reach: ['shop/checkout', 'shop/web'],
} as const;
const asked: Drill = {
  id: 'drl_a',
  kind: 'memory',
  namespace: 'shop',
  course: 12 * MINUTE,
  state: 'requested',
  requestedAt: NOON,
  requestedBy: 'ana',
};
const running: Drill = { ...asked, state: 'running', startedAt: NOON + 20_000, fault };

test('a project has one open drill at a time, and another project its own', async () => {
  const { db } = metadata;
  const [own, other] = [await metadata.newTenant(), await metadata.newTenant()];
  expect(await createDrill(db, own, asked)).toEqual({ ok: true, value: asked });
  const second = await createDrill(db, own, { ...asked, id: 'drl_b' });
  expect(second).toMatchObject({
    ok: false,
    error: { code: 'state-conflict', message: expect.stringContaining('drl_a') },
  });
  expect(await createDrill(db, other, { ...asked, id: 'drl_b' })).toMatchObject({ ok: true });
  expect(await findDrill(db, other, 'drl_a')).toBeUndefined();
  await changeDrill(db, own, 'drl_a', (drill) => ({ ...drill, state: 'done' }));
  expect(await findOpenDrill(db, own)).toBeUndefined();
  expect(await createDrill(db, own, { ...asked, id: 'drl_c', requestedAt: NOON + 1 })).toMatchObject({ ok: true });
  expect((await listDrills(db, own, 10)).map(({ id, state }) => `${id} ${state}`)).toEqual([
    'drl_c requested',
    'drl_a done',
  ]);
});

test('minutes are under a drill from its first to five minutes after its repair', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await createDrill(db, tenant, running);
  const at = (minutes: number) => ({ from: NOON + minutes * MINUTE, to: NOON + (minutes + 1) * MINUTE });
  const isUnder = async (minutes: number) => (await readDrilled(db, tenant, at(minutes))).length > 0;
  expect(await isUnder(0)).toBe(true);
  expect(await isUnder(40)).toBe(true);
  await changeDrill(db, tenant, 'drl_a', (drill) => ({ ...drill, state: 'settling', endedAt: NOON + 20 * MINUTE }));
  expect([await isUnder(24), await isUnder(25)]).toEqual([true, false]);
  // Known earlier than the minute is: what was asked before and began later changes nothing.
  expect((await readDrilled(db, tenant, at(-2))).every(({ from }) => from === NOON)).toBe(true);
});

test('an incident is of a drill when it began meanwhile and is about what the fault works on', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  await createDrill(db, tenant, running);
  await changeDrill(db, tenant, 'drl_a', (drill) => ({ ...drill, state: 'done', endedAt: NOON + 15 * MINUTE }));
  const nameOf = (id: string) => (id === checkout ? 'shop/checkout' : 'shop/web');
  const idOf = async (finding: Parameters<typeof findDrillOf>[2]) =>
    (await findDrillOf(db, tenant, finding, nameOf))?.id;
  // Beginnings are known to the minute, and this one is that of the fault.
  expect(await idOf(testIncident('inc_a', { startedAt: NOON }))).toBe('drl_a');
  expect(await idOf(testPrediction('prd_a', { issuedAt: NOON + 3 * MINUTE }))).toBe('drl_a');
  expect(await idOf(testIncident('inc_b', { startedAt: NOON - MINUTE }))).toBeUndefined();
  expect(await idOf(testIncident('inc_c', { startedAt: NOON + HOUR }))).toBeUndefined();
  // It goes on long after the repair: something else is wrong as well.
  const goesOn = { startedAt: NOON, updatedAt: NOON + 41 * MINUTE };
  expect(await idOf(testIncident('inc_e', goesOn))).toBeUndefined();
  expect(await idOf(testIncident('inc_f', { ...goesOn, resolvedAt: NOON + 35 * MINUTE }))).toBe('drl_a');
  const elsewhere = [{ entity: 'ent_web' as typeof checkout, role: 'symptom' as const }];
  expect(await idOf(testIncident('inc_d', { startedAt: NOON, entities: elsewhere }))).toBeUndefined();
});
