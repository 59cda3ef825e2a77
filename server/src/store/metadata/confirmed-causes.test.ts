import type { EntityId } from '@foreshock/model/entity.ts';
import type { CauseType, Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { DAY, MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmCause, withdrawCause } from './confirmed-causes.ts';
import { keepFindings } from './findings.ts';
import { dismissIncident } from './incident-commands.ts';
import { findIncident, listIncidentActivity } from './incidents.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { readConfirmedCauses } from './read-confirmed-causes.ts';
import { testFindings, testIncident } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const [cart, pool] = ['ent_cart', 'ent_pool'] as EntityId[] as [EntityId, EntityId];
const [first, later] = ['inc_first', 'inc_later'] as IncidentId[] as [IncidentId, IncidentId];

function cause(entity: EntityId, score: number, state: Hypothesis['state']): Hypothesis {
  return {
    id: `hyp_${entity}`,
    entity,
    cause: 'resource',
    state,
    sentence: `${entity} is full`,
    score,
    terms: { saturation: score },
    confidence: 'low',
    path: [entity],
    for: [],
    against: [],
  };
}

/** Evidence puts the cart a little before the pool, both times. */
async function twoIncidents() {
  const tenant = await metadata.newTenant();
  const hypotheses = [cause(cart, 1, 'leading'), cause(pool, 0.9, 'candidate')];
  const incidents = [
    testIncident(first, { startedAt: DAY, hypotheses }),
    testIncident(later, { startedAt: 10 * DAY, hypotheses }),
  ];
  await keepFindings(metadata.db, tenant, testFindings(11 * DAY + MINUTE, { incidents }), undefined);
  return tenant;
}

function told(entity: EntityId, type: CauseType = 'resource') {
  return { entity, cause: type, name: entity.slice(4), note: 'a leak', by: 'ada', now: 2 * DAY };
}

test('a true cause moves later incidents by bounded points, the one that taught it not at all, and can be taken back', async () => {
  const { db } = metadata;
  const tenant = await twoIncidents();
  const before = [await findIncident(db, tenant, first), await findIncident(db, tenant, later)];
  expect(await confirmCause(db, tenant, first, told(pool))).toMatchObject({
    value: { entity: pool, rank: 2, named: { entity: cart, cause: 'resource' } },
  });
  expect(await findIncident(db, tenant, first)).toEqual(before[0]);
  const moved = (await findIncident(db, tenant, later))!;
  expect(moved.hypotheses.map(({ entity, state }) => [entity, state])).toEqual([
    [pool, 'leading'],
    [cart, 'candidate'],
  ]);
  const [up, down] = moved.hypotheses.map(({ terms }) => terms.confirmed_causes!);
  expect(up).toBeGreaterThan(0.05);
  expect(down).toBeLessThan(-0.05);
  expect(await withdrawCause(db, tenant, first, { by: 'bob', now: 3 * DAY })).toMatchObject({ ok: true });
  expect([await findIncident(db, tenant, first), await findIncident(db, tenant, later)]).toEqual(before);
  expect((await listIncidentActivity(db, tenant, first)).map(({ by, text }) => `${by}: ${text}`)).toEqual([
    'ada: true cause: pool, resource: a leak',
    'bob: true cause taken back',
  ]);
});

test('the last word on an incident counts, and taking back twice is no fault', async () => {
  const { db } = metadata;
  const tenant = await twoIncidents();
  await confirmCause(db, tenant, first, told(pool));
  await confirmCause(db, tenant, first, { ...told(cart), by: 'bob' });
  expect(await readConfirmedCauses(db, tenant)).toMatchObject([{ entity: cart, by: 'bob', rank: 1 }]);
  for (const by of ['ada', 'bob']) {
    expect(await withdrawCause(db, tenant, first, { by, now: 3 * DAY })).toMatchObject({ ok: true });
  }
  expect(await readConfirmedCauses(db, tenant)).toEqual([]);
  expect(await listIncidentActivity(db, tenant, first)).toHaveLength(3);
});

test('an incident that is unknown or was none teaches nothing', async () => {
  const { db } = metadata;
  const tenant = await twoIncidents();
  const unknown = 'inc_x' as IncidentId;
  expect(await confirmCause(db, tenant, unknown, told(cart))).toMatchObject({ error: { code: 'incident-not-found' } });
  expect(await withdrawCause(db, tenant, unknown, { by: 'ada', now: 1 })).toMatchObject({
    error: { code: 'incident-not-found' },
  });
  await dismissIncident(db, tenant, first, { by: 'ada', now: 5_000, note: 'a test' });
  expect(await confirmCause(db, tenant, first, told(cart))).toMatchObject({ error: { code: 'state-conflict' } });
});
