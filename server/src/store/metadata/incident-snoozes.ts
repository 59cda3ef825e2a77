import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime, type Timestamp } from '@foreshock/model/time.ts';
import { lookAgain } from './alerts.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { incidentOf, rowOfIncident } from './incidents.ts';
import { plainText } from './json-text.ts';

export interface IncidentSnooze {
  readonly until: Timestamp;
  readonly by: string;
}

/** A later call replaces the time. `incident-not-found`; `input-invalid` when `until` has passed; `state-conflict` when it is over. */
export async function snoozeIncident(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  snooze: IncidentSnooze,
  now: Timestamp,
): Promise<Result<IncidentSnooze>> {
  const { until, by } = snooze;
  if (until <= now)
    return failure('input-invalid', `cannot snooze until ${formatTime(until)}: it has passed; give a later time`);
  return inTransaction(db, async (trx) => {
    const row = await rowOfIncident(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return failure('incident-not-found', `there is no incident ${plainText(id)}`);
    const { state } = incidentOf(row, []);
    if (row.is_over) return failure('state-conflict', `incident ${id} is ${state}; only open ones can be snoozed`);
    const change = { until, person: plainText(by) };
    await trx
      .insertInto('incident_snoozes')
      .values({ tenant, incident: id, ...change })
      .onConflict((conflict) => conflict.columns(['tenant', 'incident']).doUpdateSet(change))
      .execute();
    await lookAgain(trx, tenant, id);
    return success({ until, by });
  });
}

/** `undefined` when there is none or it has ended. */
export async function findIncidentSnooze(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  now: Timestamp,
): Promise<IncidentSnooze | undefined> {
  const row = await db
    .selectFrom('incident_snoozes')
    .select(['until', 'person'])
    .where('tenant', '=', tenant)
    .where('incident', '=', plainText(id))
    .executeTakeFirst();
  return row && row.until > now ? { until: row.until, by: row.person } : undefined;
}
