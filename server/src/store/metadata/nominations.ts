// Windows of log templates that a language model pointed at, with what a query found of each.
import type { Nomination, NominationCounts } from '@foreshock/model/nomination.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Db } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** Those that are kept already stay as they are. The tenant must exist. */
export async function keepNominations(db: Db, tenant: TenantId, nominations: readonly Nomination[]): Promise<void> {
  for (const one of nominations) {
    const { id, time, window, confirmation } = one;
    const row = { tenant, id, time, until: window.to, confirmed: confirmation.isConfirmed, body: jsonText(one) };
    await db
      .insertInto('nominations')
      .values({ ...row, in_incident: null })
      .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
      .execute();
  }
}

export interface SettledNomination extends Nomination {
  /** Whether its entity was in an incident within the hour; absent while that is not over. */
  readonly inIncident?: boolean;
}

/** Confirmed ones, newest first. */
export async function listConfirmed(
  db: Db,
  tenant: TenantId,
  { since, limit }: { readonly since: Timestamp; readonly limit: number },
): Promise<SettledNomination[]> {
  const rows = await db
    .selectFrom('nominations')
    .select(['body', 'in_incident'])
    .where('tenant', '=', tenant)
    .where('confirmed', '=', true)
    .where('time', '>=', since)
    .orderBy('time', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ body, in_incident }) => ({ ...body, ...(in_incident !== null && { inIncident: in_incident }) }));
}

/** Confirmed ones whose window ended by `until`, and of which it is not known what followed. */
export async function listUnsettled(db: Db, tenant: TenantId, until: Timestamp): Promise<Nomination[]> {
  const rows = await db
    .selectFrom('nominations')
    .select('body')
    .where('tenant', '=', tenant)
    .where('confirmed', '=', true)
    .where('in_incident', 'is', null)
    .where('until', '<=', until)
    .execute();
  return rows.map(({ body }) => body);
}

export async function settleNomination(db: Db, tenant: TenantId, id: string, inIncident: boolean): Promise<void> {
  await db
    .updateTable('nominations')
    .set({ in_incident: inIncident })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

export async function countNominations(db: Db, tenant: TenantId, since: Timestamp): Promise<NominationCounts> {
  const rows = await db
    .selectFrom('nominations')
    .select(['confirmed', 'in_incident', ({ fn }) => fn.countAll<string>().as('count')])
    .where('tenant', '=', tenant)
    .where('time', '>=', since)
    .groupBy(['confirmed', 'in_incident'])
    .execute();
  const sum = (of: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(of).reduce((all, { count }) => all + Number(count), 0);
  return {
    nominated: sum(() => true),
    confirmed: sum(({ confirmed }) => confirmed),
    settled: sum(({ in_incident }) => in_incident !== null),
    inIncident: sum(({ in_incident }) => in_incident === true),
  };
}

export async function forgetNominations(db: Db, tenant: TenantId, before: Timestamp): Promise<void> {
  await db.deleteFrom('nominations').where('tenant', '=', tenant).where('time', '<', before).execute();
}
