import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Metadata, type MetadataOptions, openMetadata } from './database.ts';
import { OPENING_MS, openTestMetadata, TEST_KEY, TEST_PREPARED, type TestMetadata } from './open-test-metadata.ts';
import { changeSettings, ensureTenant, listTenants } from './tenants.ts';

const acme = 'acme' as TenantId;

let live: TestMetadata;
beforeAll(async () => {
  live = await openTestMetadata();
}, OPENING_MS);
afterAll(() => live.remove());

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-metadata-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function opening(directory: string, options: Partial<MetadataOptions> = {}): Promise<Result<Metadata>> {
  return openMetadata({ directory, key: TEST_KEY, preparedDirectory: TEST_PREPARED, ...options });
}

async function open(directory: string): Promise<Metadata> {
  const opened = await opening(directory);
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

test(
  'what was kept is there when it is opened again; a wrong key or a lost file is refused and never replaced',
  async () => {
    const directory = emptyDirectory();
    const first = await open(directory);
    await ensureTenant(first.db, acme, 5);
    await changeSettings(first.db, acme, { demo: true });
    await first.close();
    await first.close();

    const files = readdirSync(directory, { recursive: true }).length;
    const key = TEST_KEY.map((byte) => byte ^ 1);
    expect(await opening(directory, { key })).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
    expect(readdirSync(directory, { recursive: true })).toHaveLength(files);

    for (const lost of ['database/key-check', 'database/files/PG_VERSION']) {
      const damaged = emptyDirectory();
      cpSync(directory, damaged, { recursive: true });
      rmSync(join(damaged, lost));
      expect(await opening(damaged), lost).toMatchObject({ ok: false, error: { code: 'metadata-unavailable' } });
      expect(existsSync(join(damaged, lost)), lost).toBe(false);
    }

    const second = await open(directory);
    expect(await listTenants(second.db)).toEqual([{ id: 'acme', createdAt: 5, settings: { demo: true } }]);
  },
  OPENING_MS,
);

test('nothing that was kept can be read in any file', async () => {
  const { db, directory } = live;
  const tenant = await live.newTenant();
  const canary = 'canary-7f3c9a1b-canary';
  for (let at = 0; at < 20; at += 1) await changeSettings(db, tenant, { [`${canary}-${at}`]: canary.repeat(20) });
  expect(filesWith(directory, canary)).toEqual([]);
  await sql`CHECKPOINT`.execute(db);
  expect(filesWith(directory, canary)).toEqual([]);
  const plain = join(directory, 'plain');
  writeFileSync(plain, `before ${canary} after`);
  expect(filesWith(directory, canary)).toEqual([plain]);
}, 20_000);

function filesWith(directory: string, text: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(100);
  return files.filter((file) => readFileSync(file).includes(text));
}

test('a second opening is refused while the first is open', async () => {
  expect(await opening(live.directory)).toMatchObject({ ok: false, error: { code: 'data-directory-in-use' } });
});

test('options that are refused make no database', async () => {
  const directory = emptyDirectory();
  const damaged = join(directory, 'damaged.tar');
  writeFileSync(damaged, readFileSync(TEST_PREPARED).subarray(0, 1_000_000));
  for (const wrong of [{ key: new Uint8Array(31) }, { preparedDirectory: damaged }]) {
    const refused = await opening(directory, wrong);
    expect(refused).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
    expect(existsSync(join(directory, 'database'))).toBe(false);
  }
}, 20_000);

test('a failed transaction leaves nothing, and the next one works', async () => {
  const { db } = live;
  const names = async () => (await listTenants(db)).map((tenant) => tenant.id).filter((id) => id === acme);
  await expect(
    db.transaction().execute(async (trx) => {
      await ensureTenant(trx, acme, 0);
      throw new Error('on purpose');
    }),
  ).rejects.toThrow('on purpose');
  await expect(
    db.transaction().execute(async (trx) => {
      await ensureTenant(trx, acme, 0);
      await sql`SELECT 1 / 0`.execute(trx).catch(() => {});
    }),
  ).rejects.toMatchObject({ code: '25P02' });
  expect(await names()).toEqual([]);
  await ensureTenant(db, acme, 0);
  expect(await names()).toEqual([acme]);
}, 20_000);

test('transactions that are started at once run one after another', async () => {
  const { db } = live;
  const tenant = await live.newTenant();
  const countOf = async (from: typeof db) =>
    (await listTenants(from)).find(({ id }) => id === tenant)?.settings.count ?? 0;
  const increments = Array.from({ length: 20 }, async () =>
    db.transaction().execute(async (trx) => {
      await changeSettings(trx, tenant, { count: Number(await countOf(trx)) + 1 });
    }),
  );
  await Promise.all(increments);
  expect(await countOf(db)).toBe(20);
}, 20_000);

test(
  'neither the log nor a table that is rewritten grows without end',
  async () => {
    const { db, directory } = live;
    const tenant = await live.newTenant();
    for (let round = 0; round < 24; round += 1) {
      await sql`DELETE FROM unusual_minutes`.execute(db);
      await sql`
        INSERT INTO unusual_minutes
        SELECT ${tenant}, minute, ${round}::int, 0, false FROM generate_series(1, 2000) AS minute
      `.execute(db);
      await sql`SELECT pg_logical_emit_message(false, 'test', repeat('x', 4000000))`.execute(db);
    }
    const segments = readdirSync(join(directory, 'database', 'files', 'pg_wal')).length;
    const { rows } = await sql<{ written: string; table: number }>`
      SELECT pg_current_wal_lsn() - '0/0' AS written, pg_table_size('unusual_minutes') AS table
    `.execute(db);
    expect(Number(rows[0]!.written)).toBeGreaterThan(64 * 2 ** 20);
    expect(segments).toBeLessThan(60);
    expect(rows[0]!.table).toBeLessThan(2 * 2 ** 20);
  },
  OPENING_MS,
);
