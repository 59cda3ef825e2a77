/** True causes of incidents as people told them. Each can be taken back, which takes back what it taught. */
import type { ConfirmedCause, NamedCause } from '@foreshock/model/confirmed-cause.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { addActivity, incidentOf, rowOfIncident } from './incidents.ts';
import { jsonText, plainText } from './json-text.ts';

export interface ToldCause extends NamedCause {
  /** Of the entity, for people. */
  readonly name: string;
  readonly note: string;
  readonly by: string;
  readonly now: Timestamp;
}

/** Replaces what was told before. `incident-not-found`; `state-conflict` when it was dismissed or merged. */
export async function confirmCause(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  told: ToldCause,
): Promise<Result<ConfirmedCause>> {
  return inTransaction(db, async (trx) => {
    const row = await rowOfIncident(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return failure('incident-not-found', `there is no incident ${plainText(id)}`);
    const { state } = incidentOf(row, []);
    if (state === 'dismissed' || state === 'merged')
      return failure('state-conflict', `incident ${id} is ${state}: it teaches no cause`);
    const confirmed = against(row.body, told);
    const body = jsonText(confirmed);
    await trx
      .insertInto('confirmed_causes')
      .values({ tenant, incident: row.id, confirmed_at: told.now, body })
      .onConflict((conflict) => conflict.columns(['tenant', 'incident']).doUpdateSet({ confirmed_at: told.now, body }))
      .execute();
    await note(
      trx,
      tenant,
      id,
      told,
      `true cause: ${told.name}${told.cause === 'unknown' ? '' : `, ${told.cause}`}${told.note && `: ${told.note}`}`,
    );
    return success(confirmed);
  });
}

/** Taking back what was not told changes nothing. `incident-not-found`. */
export async function withdrawCause(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  act: Pick<ToldCause, 'by' | 'now'>,
): Promise<Result<void>> {
  return inTransaction(db, async (trx) => {
    if (!(await rowOfIncident(trx, tenant, id).executeTakeFirst()))
      return failure('incident-not-found', `there is no incident ${plainText(id)}`);
    const gone = await trx
      .deleteFrom('confirmed_causes')
      .where('tenant', '=', tenant)
      .where('incident', '=', plainText(id))
      .returning('incident')
      .execute();
    if (gone.length > 0) await note(trx, tenant, id, act, 'true cause taken back');
    return success(undefined);
  });
}

/** Beside the true cause, what evidence alone had said. */
function against({ id, hypotheses }: Incident, { entity, cause, note, by, now }: ToldCause): ConfirmedCause {
  const named = hypotheses.find(({ state }) => state === 'leading');
  const place = hypotheses.findIndex((one) => one.entity === entity && one.state !== 'ruled_out');
  return {
    incident: id,
    entity,
    cause,
    note: plainText(note),
    by: plainText(by),
    at: now,
    ...(named && { named: { entity: named.entity, cause: named.cause } }),
    ...(place >= 0 && { rank: place + 1 }),
  };
}

async function note(
  trx: Trx,
  tenant: TenantId,
  incident: IncidentId,
  { by, now }: Pick<ToldCause, 'by' | 'now'>,
  text: string,
): Promise<void> {
  await addActivity(trx, tenant, [{ incident, activity: { time: now, kind: 'cause', by, text } }]);
}
