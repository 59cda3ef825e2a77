// Faults that were made on purpose, and what was found of each.
import { beganAt, type Drill, drilledRange, drillOf, openDrillStates } from '@foreshock/model/drill.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';

/** `state-conflict` while another one of the project goes on. The tenant must exist. */
export async function createDrill(db: Db, tenant: TenantId, drill: Drill): Promise<Result<Drill>> {
  const row = { tenant, id: drill.id, requested_at: drill.requestedAt, is_open: true, body: jsonText(drill) };
  const added = await db
    .insertInto('drills')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added) return success(drill);
  const open = await findOpenDrill(db, tenant);
  return failure(
    'state-conflict',
    `a drill goes on already${open ? ` (${open.kind}, ${open.id})` : ''}: wait for its end, or stop it`,
  );
}

/** `change` gets the drill as it is, within one transaction; `undefined` when it is not known. */
export async function changeDrill(
  db: Db,
  tenant: TenantId,
  id: string,
  change: (drill: Drill) => Drill,
): Promise<Drill | undefined> {
  return inTransaction(db, async (trx) => {
    const row = await rowOf(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return undefined;
    const changed = change(row.body);
    if (changed === row.body) return changed;
    await trx
      .updateTable('drills')
      .set({ is_open: openDrillStates.includes(changed.state), body: jsonText(changed) })
      .where('tenant', '=', tenant)
      .where('id', '=', plainText(id))
      .execute();
    return changed;
  });
}

export async function findDrill(db: Db, tenant: TenantId, id: string): Promise<Drill | undefined> {
  return (await rowOf(db, tenant, id).executeTakeFirst())?.body;
}

export async function findOpenDrill(db: Db, tenant: TenantId): Promise<Drill | undefined> {
  const row = await db
    .selectFrom('drills')
    .select('body')
    .where('tenant', '=', tenant)
    .where('is_open', '=', true)
    .executeTakeFirst();
  return row?.body;
}

/** Newest first. */
export async function listDrills(db: Db, tenant: TenantId, limit: number): Promise<Drill[]> {
  const rows = await db
    .selectFrom('drills')
    .select('body')
    .where('tenant', '=', tenant)
    .orderBy('requested_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ body }) => body);
}

/** Longer than any drill takes; and what makes the faults may have another clock. */
const LONGEST_MS = DAY;

/** Drills that may have gone on within the range. */
export async function listDrillsAround(db: Db, tenant: TenantId, range: TimeRange): Promise<Drill[]> {
  const rows = await db
    .selectFrom('drills')
    .select('body')
    .where('tenant', '=', tenant)
    .where('requested_at', '>=', range.from - LONGEST_MS)
    .where('requested_at', '<', range.to + LONGEST_MS)
    .orderBy('requested_at')
    .execute();
  return rows.map(({ body }) => body);
}

/** When within the range faults were made, with the time that they are seen for afterwards. */
export async function readDrilled(db: Db, tenant: TenantId, range: TimeRange): Promise<TimeRange[]> {
  const drills = await listDrillsAround(db, tenant, range);
  return drills.flatMap((drill) => {
    const drilled = drilledRange(drill);
    return drilled && drilled.to > range.from ? [drilled] : [];
  });
}

/** `undefined` for what happened by itself. */
export async function findDrillOf(
  db: Db,
  tenant: TenantId,
  finding: Incident | Prediction,
  nameOf: (id: EntityId) => string,
): Promise<Drill | undefined> {
  const began = beganAt(finding);
  // A beginning is known to the minute.
  return drillOf(await listDrillsAround(db, tenant, { from: began, to: began + MINUTE }), finding, nameOf);
}

function rowOf(db: Db, tenant: TenantId, id: string) {
  return db.selectFrom('drills').select('body').where('tenant', '=', tenant).where('id', '=', plainText(id));
}
