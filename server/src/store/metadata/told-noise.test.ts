import type { EntityId } from '@foreshock/model/entity.ts';
import type { IncidentId, IncidentVerdict } from '@foreshock/model/incident.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { weightOfNoise } from '@foreshock/model/told-noise.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFindings } from './findings.ts';
import { giveVerdict } from './incident-verdicts.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { testAnomaly, testFindings, testIncident } from './test-findings.ts';
import { readToldNoise, stampOfVerdicts } from './told-noise.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

/** Three incidents, each with the same kind of anomaly. */
async function withIncidents(): Promise<TenantId> {
  const tenant = await metadata.newTenant();
  const anomalies = [1, 2, 3].map((n) => testAnomaly(`ano_${n}`, n * MINUTE));
  const incidents = anomalies.map(({ id }, i) => testIncident(`inc_${i}`, { state: 'resolved', anomalies: [id] }));
  await keepFindings(metadata.db, tenant, testFindings(9 * MINUTE, { anomalies, incidents }), undefined);
  return tenant;
}

const say = (tenant: TenantId, n: number, says: IncidentVerdict | 'nothing', by = 'ada') =>
  giveVerdict(metadata.db, tenant, `inc_${n}` as IncidentId, { by, says, now: 100 + n });

test('three incidents told noise make their pattern weigh half, and a verdict taken back undoes it exactly', async () => {
  const { db } = metadata;
  const tenant = await withIncidents();
  const before = await stampOfVerdicts(db, tenant);
  for (const n of [0, 1, 2]) await say(tenant, n, 'noise');
  const [noise, ...others] = [...(await readToldNoise(db, tenant)).values()];
  expect(others).toEqual([]);
  expect(noise).toMatchObject({
    measure: 'http.server.duration',
    incidents: ['inc_2', 'inc_1', 'inc_0'],
    furthest: 780,
  });
  expect(weightOfNoise(noise!)).toBe(1 / 2);
  expect([...(await readToldNoise(db, tenant, [noise!.entity])).values()]).toEqual([noise]);
  expect((await readToldNoise(db, tenant, ['ent_elsewhere' as EntityId])).size).toBe(0);
  const told = await stampOfVerdicts(db, tenant);
  expect(told).not.toBe(before);
  await say(tenant, 1, 'nothing');
  expect((await readToldNoise(db, tenant)).size).toBe(0);
  expect(await stampOfVerdicts(db, tenant)).not.toBe(told);
});

test('one person who says that it was real outweighs those who call it noise', async () => {
  const tenant = await withIncidents();
  for (const n of [0, 1, 2]) await say(tenant, n, 'noise');
  await say(tenant, 0, 'real', 'bob');
  expect((await readToldNoise(metadata.db, tenant)).size).toBe(0);
});
