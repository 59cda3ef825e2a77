// What a project has set, an area at a time, each change a version that stays. Who reads an area checks its value: it may
// have been written by another version of the program.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';

export const settingsAreas = [
  'redaction',
  'noise',
  'quota',
  'warnings',
  'history',
  'model',
  'alerting',
  'prompt',
  'templates',
  'config',
] as const;
export type SettingsArea = (typeof settingsAreas)[number];

export interface SettingsVersion {
  /** From 1, without gaps. */
  readonly version: number;
  readonly changedAt: Timestamp;
  readonly changedBy: string;
  /** JSON value. */
  readonly value: unknown;
}

/** `undefined` while the project has set nothing. */
export async function findProjectSettings(
  db: Db,
  tenant: TenantId,
  area: SettingsArea,
): Promise<SettingsVersion | undefined> {
  const [newest] = await listSettingsVersions(db, tenant, area, 1);
  return newest;
}

/** `undefined` where there is no such version. */
export async function findSettingsVersion(
  db: Db,
  tenant: TenantId,
  area: SettingsArea,
  version: number,
): Promise<SettingsVersion | undefined> {
  const row = await db
    .selectFrom('project_settings')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('area', '=', area)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && versionOf(row);
}

/** The newest version of each project that has set something in the area: what a thread that works for all is told. */
export async function listNewestVersions(db: Db, area: SettingsArea): Promise<ReadonlyMap<TenantId, number>> {
  const rows = await db
    .selectFrom('project_settings')
    .select(({ fn }) => ['tenant', fn.max('version').as('newest')])
    .where('area', '=', area)
    .groupBy('tenant')
    .execute();
  // The tenant's id was checked when the tenant was made.
  return new Map(rows.map((row) => [row.tenant as TenantId, Number(row.newest)]));
}

/** The newest versions of some projects and areas, in one question; 0 where nothing is set. */
export async function findNewestVersions<Area extends SettingsArea>(
  db: Db,
  tenants: readonly TenantId[],
  areas: readonly Area[],
): Promise<(tenant: TenantId, area: Area) => number> {
  const rows = await db
    .selectFrom('project_settings')
    .select(({ fn }) => ['tenant', 'area', fn.max('version').as('newest')])
    .where('tenant', 'in', tenants)
    .where('area', 'in', areas)
    .groupBy(['tenant', 'area'])
    .execute();
  const newest = new Map(rows.map((row) => [`${row.tenant} ${row.area}`, Number(row.newest)]));
  return (tenant, area) => newest.get(`${tenant} ${area}`) ?? 0;
}

/** Newest first. */
export async function listSettingsVersions(
  db: Db,
  tenant: TenantId,
  area: SettingsArea,
  limit: number,
): Promise<readonly SettingsVersion[]> {
  const rows = await db
    .selectFrom('project_settings')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('area', '=', area)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(versionOf);
}

/** `basedOn`: the version that the change was made from, 0 where there was none. `state-conflict` when it is no longer the newest. */
export async function changeProjectSettings(
  db: Db,
  tenant: TenantId,
  area: SettingsArea,
  change: { readonly basedOn: number; readonly value: unknown; readonly by: string; readonly now: Timestamp },
): Promise<Result<SettingsVersion>> {
  return inTransaction(db, async (trx) => {
    // One change of a project at a time: the next one sees what this one wrote.
    await trx.selectFrom('tenants').select('id').where('id', '=', tenant).forUpdate().executeTakeFirstOrThrow();
    const newest = (await findProjectSettings(trx, tenant, area))?.version ?? 0;
    if (newest !== change.basedOn) {
      return failure(
        'state-conflict',
        `${area} settings are at version ${newest}, not ${change.basedOn}: somebody changed them; load them and try again`,
      );
    }
    const row = await trx
      .insertInto('project_settings')
      .values({
        tenant,
        area,
        version: newest + 1,
        changed_at: change.now,
        changed_by: plainText(change.by),
        value: jsonText(change.value),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return success(versionOf(row));
  });
}

function versionOf(row: { version: number; changed_at: number; changed_by: string; value: unknown }): SettingsVersion {
  return { version: row.version, changedAt: row.changed_at, changedBy: row.changed_by, value: row.value };
}
