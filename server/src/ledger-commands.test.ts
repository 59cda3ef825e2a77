import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKeyRing } from './base/crypto/open-key-ring.ts';
import { runLedgerCommand } from './ledger-commands.ts';
import { findApiKeyOf } from './store/metadata/api-keys.ts';
import { listAudit } from './store/metadata/audit.ts';
import { createChainAnchors } from './store/metadata/chain-anchors.ts';
import { type MetadataDatabase, openMetadata } from './store/metadata/database.ts';
import { anchorChains } from './store/metadata/judge-chain.ts';
import { appendLedger, readLedgerHead } from './store/metadata/ledger.ts';
import { OPENING_MS, TEST_PREPARED } from './store/metadata/open-test-metadata.ts';
import { ensureTenant } from './store/metadata/tenants.ts';
import { testForecast, testOutcome } from './store/metadata/test-findings.ts';
import { runTokenCommand } from './token-command.ts';

const shop = 'shop' as TenantId;
let dataDirectory: string;

/** Opens the stored data, as the program would, for as long as `work` takes. */
async function withData(work: (db: MetadataDatabase) => Promise<unknown>): Promise<void> {
  const keys = await openKeyRing({ dataDirectory });
  if (!keys.ok) throw new Error(keys.error.message);
  const key = keys.value.derive({ purpose: 'metadata', tenant: '', part: '' });
  mkdirSync(join(dataDirectory, 'metadata'), { recursive: true });
  const opened = await openMetadata({
    directory: join(dataDirectory, 'metadata'),
    key,
    preparedDirectory: TEST_PREPARED,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  await work(opened.value.db);
  await opened.value.close();
}

async function foreshockLedger(...argv: string[]) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const withDirectory = argv.includes('--file') ? argv : [...argv, '--data', dataDirectory];
  const code = await runLedgerCommand(withDirectory, {
    environment: {},
    readText: () => undefined,
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
  });
  return { code, printed, complaints };
}

beforeAll(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'foreshock-ledger-'));
  await withData(async (db) => {
    await ensureTenant(db, shop, 0);
    await db
      .transaction()
      .execute((trx) =>
        appendLedger(trx, shop, 1_000, [
          ...Array.from({ length: 5 }, (_, index) => testForecast(`prd_${index}`, 0.5)),
          testOutcome('prd_0', 1, 'hit'),
        ]),
      );
    const keys = await openKeyRing({ dataDirectory });
    if (!keys.ok) throw new Error(keys.error.message);
    const ring = keys.value;
    const anchors = createChainAnchors(join(dataDirectory, 'anchors'), (tenant) =>
      ring.derive({ purpose: 'anchors', tenant, part: '' }),
    );
    await anchorChains(db, anchors, [shop], 2_000);
  });
}, OPENING_MS);
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

test(
  'a ledger as it was written is told with its head, and its export verifies by itself',
  async () => {
    const verified = await foreshockLedger('verify');
    expect(verified.code).toBe(0);
    expect(verified.printed[0]).toMatch(/^shop: as written, 6 rows, head 6:[0-9a-f]{64}$/);
    expect(verified.printed[1]).toContain('row 6');

    const exported = await foreshockLedger('export');
    expect(exported.printed).toHaveLength(6);
    const file = join(dataDirectory, 'ledger.jsonl');
    writeFileSync(file, exported.printed.join('\n'));
    expect(await foreshockLedger('verify', '--file', file, '--project', 'shop')).toMatchObject({ code: 0 });
    writeFileSync(file, readFileSync(file, 'utf8').replace('"outcome":"hit"', '"outcome":"miss"'));
    const changed = await foreshockLedger('verify', '--file', file);
    expect(changed.code).toBe(3);
    expect(changed.printed).toContain('  row 6 was edited');
    const csv = await foreshockLedger('export', '--format', 'csv');
    expect(csv.printed).toHaveLength(7);
    expect(csv.printed[6]).toMatch(/^6,1000,outcome,prd_0,/);
  },
  OPENING_MS,
);

test(
  'what was tampered with in the database is named with its number, and the exit code says so',
  async () => {
    const where = (sequence: number) => `WHERE tenant = 'shop' AND sequence = ${sequence}`;
    await withData(async (db) => {
      const head = await readLedgerHead(db, shop);
      expect(head.sequence).toBe(6);
      const statements = [
        `UPDATE ledger SET entry = jsonb_set(entry, '{shown}', '0.9') ${where(2)}`,
        `DELETE FROM ledger ${where(4)}`,
        `DELETE FROM ledger ${where(6)}`,
        `UPDATE chain_heads SET sequence = 5, hash = (SELECT hash FROM ledger ${where(5)}) WHERE tenant = 'shop'`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    });
    const { code, printed } = await foreshockLedger('verify');
    expect(code).toBe(3);
    expect(printed.slice(0, 4)).toEqual([
      'shop: not as written; 3 faults in 4 rows',
      '  row 2 was edited',
      '  row 4 was removed',
      '  row 6 was cut off at the end',
    ]);
    const asJson = await foreshockLedger('verify', '--json');
    expect(JSON.parse(asJson.printed.join('\n'))).toMatchObject([{ project: 'shop', intact: false, faultCount: 3 }]);
  },
  OPENING_MS,
);

test(
  'a wrong use is told with the usage, a missing or busy directory with what to do',
  async () => {
    for (const argv of [
      ['burn'],
      ['verify', '--anchor', '5'],
      ['export', '--format', 'xml'],
      ['verify', '--project'],
    ]) {
      const { code, complaints } = await foreshockLedger(...argv);
      expect([code, complaints[0]], argv.join(' ')).toEqual([2, expect.stringContaining('foreshock ledger verify')]);
    }
    const elsewhere = await runLedgerCommand(['verify', '--data', join(dataDirectory, 'none')], {
      environment: {},
      readText: () => undefined,
      print: () => {},
      complain: (line) => expect(line).toContain('--data'),
    });
    expect(elsewhere).toBe(1);
    await withData(async () => {
      const { code, complaints } = await foreshockLedger('verify');
      expect([code, complaints[0]]).toEqual([1, expect.stringContaining('stop the program first')]);
    });
  },
  OPENING_MS,
);

// Here because opening stored data takes seconds, and this file has some.
test('a first key is made in the data of a program that is not running, is audited, and its faults are named', async () => {
  const create = async (...argv: string[]) => {
    const printed: string[] = [];
    const complaints: string[] = [];
    const tools = {
      environment: {},
      readText: () => undefined,
      print: (line: string) => printed.push(line),
      complain: (line: string) => complaints.push(line),
    };
    const code = await runTokenCommand([...argv, '--data', dataDirectory], tools);
    return { code, printed, complaints: complaints.join('\n') };
  };
  expect(await create('ci', '--role', 'owner')).toMatchObject({
    code: 2,
    complaints: expect.stringContaining('--role'),
  });
  expect(await create('ci', '--project', 'none')).toMatchObject({
    code: 1,
    complaints: expect.stringContaining('there are shop'),
  });
  const made = await create('ci', '--role', 'admin');
  expect(made).toMatchObject({ code: 0, complaints: '' });
  await withData(async (db) => {
    const found = await findApiKeyOf(db, made.printed[0]!);
    expect(found).toMatchObject({ tenant: shop, key: { name: 'ci', role: 'admin' } });
    const audit = await listAudit(db, shop, { limit: 10 });
    expect(audit).toMatchObject({
      ok: true,
      value: { items: [{ entry: { action: 'createApiKey', object: found!.key.id } }] },
    });
    expect(await create('another')).toMatchObject({
      code: 1,
      complaints: expect.stringMatching(/is in use: stop the program/),
    });
  });
});
