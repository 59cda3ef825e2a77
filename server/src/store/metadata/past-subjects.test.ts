import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFindings } from './findings.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { listPast } from './past-subjects.ts';
import { testFindings, testIncident, testPrediction } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('what was found in a time is listed newest first, without what was told elsewhere or never', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const incidents = [1, 2, 3, 9].map((hour) => testIncident(`inc_${hour}`, { detectedAt: hour * HOUR }));
  const predictions = [
    testPrediction('prd_1', { issuedAt: HOUR }),
    testPrediction('prd_2', { issuedAt: 2 * HOUR, state: 'shadow' }),
    testPrediction('prd_3', { issuedAt: 3 * HOUR }),
  ];
  await keepFindings(db, tenant, testFindings(MINUTE, { incidents, predictions }), undefined);
  const range = { from: HOUR, to: 9 * HOUR };
  const of = async (table: 'incidents' | 'predictions', limit: number) =>
    (await listPast(db, tenant, table, { range, limit })).map(({ id }) => id);
  expect([await of('incidents', 2), await of('predictions', 9)]).toEqual([
    ['inc_3', 'inc_2'],
    ['prd_3', 'prd_1'],
  ]);
  const [one] = await listPast(db, tenant, 'incidents', { range, limit: 1 });
  expect(Object.keys(one!)).not.toContain('evidence');
});

test('it is found by an index on its time', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const plans: string[] = [];
  // With few rows a scan is as good; what is asked is whether the index serves the question at all.
  await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL enable_seqscan = off`.execute(trx);
    await sql`SET LOCAL enable_bitmapscan = off`.execute(trx);
    for (const [table, at, without] of [
      ['incidents', 'detectedAt', 'merged'],
      ['predictions', 'issuedAt', 'shadow'],
    ] as const) {
      const time = sql`(body ->> ${sql.lit(at)})::numeric`;
      const plan = await sql<{ 'QUERY PLAN': string }>`EXPLAIN SELECT id FROM ${sql.table(table)}
        WHERE tenant = ${sql.lit(tenant)} AND state <> ${sql.lit(without)} AND ${time} >= 1 AND ${time} < 2
        ORDER BY ${time} DESC LIMIT 5`.execute(trx);
      plans.push(plan.rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
  });
  expect(plans[0]).toContain('incidents_by_detection');
  expect(plans[1]).toContain('predictions_by_issue');
});
