// What services promise of their requests. A change names the version that it was based on.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Slo } from '@foreshock/model/slo.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';

/** Each is read from the rollups once a minute by analysis, and by every look at the page. */
export const MAX_SLOS = 100;

/** By name. */
export async function listSlos(db: Db, tenant: TenantId): Promise<Slo[]> {
  const rows = await db.selectFrom('slos').select('body').where('tenant', '=', tenant).execute();
  return rows.map(({ body }) => body).sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

export async function findSlo(db: Db, tenant: TenantId, id: string): Promise<Slo | undefined> {
  const row = await rowOf(db, tenant, id).executeTakeFirst();
  return row?.body;
}

/** `state-conflict` when there are the most already, or one of the name. The tenant must exist. */
export async function createSlo(db: Db, tenant: TenantId, slo: Slo): Promise<Result<Slo>> {
  return inTransaction(db, async (trx) => {
    const others = await listSlos(trx, tenant);
    if (others.length >= MAX_SLOS)
      return failure('state-conflict', `there are ${MAX_SLOS} SLOs already: delete one first`);
    const taken = nameTaken(others, slo);
    if (taken) return taken;
    const { id, version } = slo;
    await trx
      .insertInto('slos')
      .values({ tenant, id, version, body: jsonText(slo) })
      .execute();
    return success(slo);
  });
}

/** `slo`: with the version that it was based on; what is kept has the next. */
export async function updateSlo(db: Db, tenant: TenantId, slo: Slo): Promise<Result<Slo>> {
  return inTransaction(db, async (trx) => {
    const before = await lockSlo(trx, tenant, slo.id, slo.version);
    if (!before.ok) return before;
    const taken = nameTaken(await listSlos(trx, tenant), slo);
    if (taken) return taken;
    const kept = { ...slo, version: slo.version + 1 };
    await trx
      .updateTable('slos')
      .set({ version: kept.version, body: jsonText(kept) })
      .where('tenant', '=', tenant)
      .where('id', '=', slo.id)
      .execute();
    return success(kept);
  });
}

export async function deleteSlo(db: Db, tenant: TenantId, id: string, basedOn: number): Promise<Result<Slo>> {
  return inTransaction(db, async (trx) => {
    const before = await lockSlo(trx, tenant, id, basedOn);
    if (!before.ok) return before;
    await trx.deleteFrom('slos').where('tenant', '=', tenant).where('id', '=', before.value.id).execute();
    return before;
  });
}

async function lockSlo(trx: Trx, tenant: TenantId, id: string, basedOn: number): Promise<Result<Slo>> {
  const row = await rowOf(trx, tenant, id).forUpdate().executeTakeFirst();
  if (!row) return failure('slo-not-found', `there is no SLO ${id}: it may have been deleted`);
  if (row.body.version !== basedOn)
    return failure(
      'state-conflict',
      `the SLO is at version ${row.body.version}, not ${basedOn}: read it again and repeat the change`,
    );
  return success(row.body);
}

function nameTaken(others: readonly Slo[], { id, name }: Slo): ReturnType<typeof failure> | undefined {
  return others.some((other) => other.name === name && other.id !== id)
    ? failure('state-conflict', `name: there is another SLO called "${name}"; choose another name`)
    : undefined;
}

function rowOf(db: Db, tenant: TenantId, id: string) {
  return db.selectFrom('slos').select('body').where('tenant', '=', tenant).where('id', '=', plainText(id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
