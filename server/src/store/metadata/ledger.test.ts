import type { LedgerEntry, LedgerRow } from '@foreshock/model/ledger.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit, recordAudit, verifyAudit } from './audit.ts';
import type { ChainHead } from './hash-chain.ts';
import {
  appendLedger,
  exportLedger,
  findLedgerRow,
  listForecastFailures,
  listLedger,
  readLedgerHead,
  selectLedgerEnds,
  selectMaturedCalls,
  selectScoredRows,
  verifyLedger,
} from './ledger.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { checkout, testForecast, testOutcome } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

async function append(tenant: TenantId, ...entries: LedgerEntry[]) {
  return metadata.db.transaction().execute((trx) => appendLedger(trx, tenant, 1_000, entries));
}

async function tenantWithRows(count: number): Promise<TenantId> {
  const tenant = await metadata.newTenant();
  await append(tenant, ...Array.from({ length: count }, (_, index) => testForecast(`prd_${index}`, index / count)));
  return tenant;
}

test('rows read back are the rows that were appended, and the chain is intact', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const awkward = {
    ...testForecast('prd_1', 0.1 + 0.2),
    tiers: { P1: 1e-7, P0: 1 / 3, '10': 1e21, '9': -0 },
    model: '\0\ud800',
  };
  const appended = [
    ...(await append(tenant, awkward, testForecast('prd_2', 5e-324))),
    ...(await append(tenant, { type: 'unpredicted', entity: checkout, failure: 'evicted', onsetAt: 3 })),
  ];
  const rows: LedgerRow[] = [];
  for await (const row of exportLedger(db, tenant)) rows.push(row);
  expect(rows.map((row) => row.hash)).toEqual(appended.map((row) => row.hash));
  expect(rows.map((row) => row.sequence)).toEqual([1, 2, 3]);
  expect(await findLedgerRow(db, tenant, 2)).toEqual(rows[1]);
  const head = await readLedgerHead(db, tenant);
  expect(head).toEqual({ sequence: 3, hash: rows[2]!.hash });
  expect(await verifyLedger(db, tenant, [head])).toMatchObject({ intact: true, rows: 3, head });
});

test('the list is newest first, in pages as in one, and filters', async () => {
  const { db } = metadata;
  const tenant = await tenantWithRows(5);
  await append(tenant, { type: 'unpredicted', entity: checkout, failure: 'evicted', onsetAt: 3 });
  const first = await listLedger(db, tenant, { limit: 4 });
  if (!first.ok) throw new Error(first.error.message);
  expect(first.value.items.map((row) => row.sequence)).toEqual([6, 5, 4, 3]);
  const second = await listLedger(db, tenant, { limit: 4, cursor: first.value.next! });
  expect(second).toMatchObject({ ok: true, value: { items: [{ sequence: 2 }, { sequence: 1 }] } });
  const oldest = await listLedger(db, tenant, { limit: 2, order: 'oldest' });
  if (!oldest.ok) throw new Error(oldest.error.message);
  expect(oldest.value.items.map((row) => row.sequence)).toEqual([1, 2]);
  expect(await listLedger(db, tenant, { limit: 2, order: 'oldest', cursor: oldest.value.next! })).toMatchObject({
    ok: true,
    value: { items: [{ sequence: 3 }, { sequence: 4 }] },
  });
  expect(await listLedger(db, tenant, { limit: 9, type: 'unpredicted' })).toMatchObject({
    value: { items: [{ sequence: 6 }] },
  });
  expect(await listLedger(db, tenant, { limit: 9, failure: 'evicted' })).toMatchObject({
    value: { items: [{ sequence: 6 }] },
  });
  expect(await listLedger(db, tenant, { limit: 9, cursor: 'x' })).toMatchObject({ error: { code: 'input-invalid' } });
});

test('whoever changes the table is found out, with every row that is wrong', async () => {
  const { db } = metadata;
  const check = async (statements: (tenant: TenantId) => string[], ...expected: string[]) => {
    const tenant = await tenantWithRows(6);
    const anchor = await readLedgerHead(db, tenant);
    for (const statement of statements(tenant)) await sql.raw(statement).execute(db);
    const { intact, faults } = await verifyLedger(db, tenant, [anchor]);
    expect(intact).toBe(false);
    expect(faults.map(({ fault, from, to }) => `${fault} ${from === to ? from : `${from}-${to}`}`)).toEqual(expected);
  };
  const where = (tenant: TenantId, sequence: number) => `WHERE tenant = '${tenant}' AND sequence = ${sequence}`;
  await check((t) => [`UPDATE ledger SET entry = jsonb_set(entry, '{shown}', '0.99') ${where(t, 4)}`], 'edited 4');
  await check((t) => [`UPDATE ledger SET time = time + 1 ${where(t, 2)}`], 'edited 2');
  await check(
    (t) => [`DELETE FROM ledger ${where(t, 3)}`, `DELETE FROM ledger ${where(t, 1)}`],
    'removed 1',
    'removed 3',
  );
  await check((t) => [`DELETE FROM ledger ${where(t, 6)}`], 'cut 6');
  await check(
    (t) => [
      `UPDATE ledger SET sequence = 100 ${where(t, 2)}`,
      `UPDATE ledger SET sequence = 2 ${where(t, 5)}`,
      `UPDATE ledger SET sequence = 5 ${where(t, 100)}`,
    ],
    'reordered 2',
    'reordered 5',
  );
  await check(
    (t) => [
      `DELETE FROM ledger WHERE tenant = '${t}' AND sequence > 4`,
      `UPDATE chain_heads SET sequence = 4, hash = (SELECT hash FROM ledger ${where(t, 4)}) WHERE tenant = '${t}'`,
    ],
    'cut 5-6',
  );
}, 30_000);

test('a cut at the end that also moves the head is seen by an anchor alone', async () => {
  const { db } = metadata;
  const tenant = await tenantWithRows(3);
  const anchor: ChainHead = await readLedgerHead(db, tenant);
  await sql`DELETE FROM ledger WHERE tenant = ${tenant}`.execute(db);
  await sql`DELETE FROM chain_heads WHERE tenant = ${tenant}`.execute(db);
  expect(await verifyLedger(db, tenant)).toMatchObject({ intact: true });
  expect(await verifyLedger(db, tenant, [anchor])).toMatchObject({
    intact: false,
    faults: [{ fault: 'cut', from: 1, to: 3 }],
  });
});

test('the record counts the newest outcome of each episode that had shown enough', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const shown = [0.9, 0.8, 0.3, 0.7, 0.75];
  await append(tenant, ...shown.map((each, index) => testForecast(`prd_${index}`, each)));
  await append(
    tenant,
    testOutcome('prd_0', 1, 'hit'),
    testOutcome('prd_1', 2, 'hit'),
    testOutcome('prd_2', 3, 'hit'),
    testOutcome('prd_3', 4, 'acted'),
    testOutcome('prd_4', 5, 'undecidable'),
    testOutcome('prd_1', 2, 'miss'),
    testOutcome('prd_4', 5, 'hit'),
  );
  const calls = await selectMaturedCalls(db, tenant, { failure: 'out_of_memory', shownAtLeast: 0.7 });
  expect(calls).toEqual([
    { prediction: 'prd_0', hit: true, shown: 0.9 },
    { prediction: 'prd_1', hit: false, shown: 0.8 },
    { prediction: 'prd_4', hit: true, shown: 0.75 },
  ]);
  const newest = await selectMaturedCalls(db, tenant, { failure: 'out_of_memory', shownAtLeast: 0, limit: 2 });
  expect(newest.map((call) => call.prediction)).toEqual(['prd_1', 'prd_4']);
  expect(await selectMaturedCalls(db, tenant, { failure: 'disk_full', shownAtLeast: 0 })).toEqual([]);
});

test('scoring reads the forecasts that it is about, what became of them, and every failure that began', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const onset = { onsetAt: 3, lead: 2 };
  await append(
    tenant,
    testForecast('prd_1', 0.5),
    testForecast('', 0.2),
    testForecast('', 0.01),
    testForecast('', 0.01),
    testOutcome('prd_1', 1, 'miss'),
    testOutcome('', 2, 'miss'),
    testOutcome('', 3, 'miss'),
    { ...testOutcome('', 4, 'hit'), ...onset },
    { type: 'unpredicted', entity: checkout, failure: 'evicted', onsetAt: 3 },
  );
  const read = async (forecasts: 'shown' | 'possible' | 'all', most = 100) =>
    (await selectScoredRows(db, tenant, { forecasts, from: 0, most }))?.map(({ sequence }) => sequence);
  expect(await read('shown')).toEqual([1, 5, 8, 9]);
  expect(await read('possible')).toEqual([1, 2, 5, 6, 8, 9]);
  expect(await read('all')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await read('all', 8)).toBeUndefined();
  expect(await selectScoredRows(db, tenant, { forecasts: 'all', from: 1_001, most: 9 })).toEqual([]);
  expect((await selectLedgerEnds(db, tenant)).map(({ sequence }) => sequence)).toEqual([1, 9]);
  expect(await selectLedgerEnds(db, await metadata.newTenant())).toEqual([]);
  expect(await listForecastFailures(db, tenant)).toEqual(new Set(['out_of_memory']));
});

test('the audit log is chained in the same way, apart from the ledger', async () => {
  const { db } = metadata;
  const tenant = await tenantWithRows(2);
  const line = {
    actor: 'ada',
    action: 'sign-in',
    object: '',
    credential: '',
    address: '127.0.0.1',
    outcome: 'done',
  } as const;
  for (const now of [1, 2, 3]) await recordAudit(db, tenant, { ...line, details: { at: `${now}\0` } }, now);
  expect(await verifyAudit(db, tenant)).toMatchObject({ intact: true, head: { sequence: 3 } });
  expect(await listAudit(db, tenant, { limit: 2 })).toMatchObject({
    ok: true,
    value: { items: [{ sequence: 3, time: 3, entry: { actor: 'ada' } }, { sequence: 2 }] },
  });
  await sql`UPDATE audit SET entry = jsonb_set(entry, '{actor}', '"bob"') WHERE sequence = 2`.execute(db);
  expect(await verifyAudit(db, tenant)).toMatchObject({ faults: [{ fault: 'edited', from: 2, to: 2 }] });
});
