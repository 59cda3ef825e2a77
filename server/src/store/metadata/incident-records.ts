/**
 * One compact record for each incident that is over, written in the transaction that ends it: a tick that is repeated
 * writes the same again, one that opens again takes it out. The newest 10,000 of a project are kept, whatever becomes of
 * the incidents themselves.
 */
import type { CauseType } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import {
  type IncidentRecord,
  MOST_INCIDENT_RECORDS,
  MOST_TRAIT_ANOMALIES,
  recordOfIncident,
} from '@foreshock/model/incident-record.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { findAnomalies } from './anomalies.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { withMarks } from './incident-marks.ts';
import { jsonText } from './json-text.ts';

/** `seen`: as people see it. Only what is resolved or reviewed is learnt from. */
export async function keepIncidentRecord(
  trx: Trx,
  tenant: TenantId,
  seen: Incident,
  endedAt: Timestamp | undefined,
): Promise<void> {
  const isLearntFrom = seen.state === 'resolved' || seen.state === 'reviewed';
  if (!isLearntFrom || endedAt === undefined) {
    await trx.deleteFrom('incident_records').where('tenant', '=', tenant).where('incident', '=', seen.id).execute();
    return;
  }
  await writeRecord(trx, tenant, seen, endedAt);
  await forgetOldest(trx, tenant, MOST_INCIDENT_RECORDS);
}

async function writeRecord(trx: Trx, tenant: TenantId, seen: Incident, endedAt: Timestamp): Promise<void> {
  const anomalies = await findAnomalies(trx, tenant, seen.anomalies.slice(0, MOST_TRAIT_ANOMALIES));
  const body = jsonText(recordOfIncident(seen, endedAt, anomalies));
  await trx
    .insertInto('incident_records')
    .values({ tenant, incident: seen.id, ended_at: endedAt, body })
    .onConflict((conflict) => conflict.columns(['tenant', 'incident']).doUpdateSet({ ended_at: endedAt, body }))
    .execute();
}

/** What similarity is told by. Of a project there may be 10,000: to read whole records takes twice as long. */
export type IncidentFingerprint = Pick<IncidentRecord, 'id' | 'fingerprint'> & { readonly cause: CauseType | null };

/** Of those that started before, newest end first. */
export async function listFingerprints(
  db: Db,
  tenant: TenantId,
  startedBefore: Timestamp,
): Promise<IncidentFingerprint[]> {
  return db
    .selectFrom('incident_records')
    .select([
      sql<IncidentId>`incident`.as('id'),
      sql<IncidentRecord['fingerprint']>`body -> 'fingerprint'`.as('fingerprint'),
      sql<CauseType | null>`body -> 'cause' ->> 'cause'`.as('cause'),
    ])
    .where('tenant', '=', tenant)
    .where(sql<boolean>`(body ->> 'startedAt')::bigint < ${startedBefore}`)
    .orderBy('ended_at', 'desc')
    .orderBy('incident')
    .execute();
}

/** Newest end first; ids without one are left out. */
export async function findIncidentRecords(
  db: Db,
  tenant: TenantId,
  ids: readonly IncidentId[],
): Promise<IncidentRecord[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('incident_records')
    .select('body')
    .where('tenant', '=', tenant)
    .where('incident', 'in', [...ids])
    .orderBy('ended_at', 'desc')
    .orderBy('incident')
    .execute();
  return rows.map(({ body }) => body);
}

/** Of incidents that an older release ended. Does nothing when all have theirs. Says how many were written. */
export async function recordPastIncidents(db: Db, tenant: TenantId): Promise<number> {
  const known = await db
    .selectFrom('incident_records')
    .select('incident')
    .where('tenant', '=', tenant)
    .limit(1)
    .executeTakeFirst();
  // The first record of a project is written here or by an incident that ends: from then on each has its own.
  if (known) return 0;
  const rows = await db
    .selectFrom('incidents')
    .select(['ended_at', 'marks', 'body'])
    .where('tenant', '=', tenant)
    .where('state', 'in', ['resolved', 'reviewed'])
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(MOST_INCIDENT_RECORDS)
    .execute();
  await inTransaction(db, async (trx) => {
    for (const { body, marks, ended_at: endedAt } of rows)
      await writeRecord(trx, tenant, withMarks(body, marks), endedAt!);
  });
  return rows.length;
}

/** Beyond the newest `most`. */
export async function forgetOldest(trx: Trx, tenant: TenantId, most: number): Promise<void> {
  await sql`
    DELETE FROM incident_records
    WHERE tenant = ${tenant} AND incident IN (
      SELECT incident FROM incident_records WHERE tenant = ${tenant}
      ORDER BY ended_at DESC, incident OFFSET ${most}
    )`.execute(trx);
}
