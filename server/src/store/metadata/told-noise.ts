import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IncidentId, IncidentVerdict } from '@foreshock/model/incident.ts';
import { MOST_TRAIT_ANOMALIES } from '@foreshock/model/incident-record.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type JudgedIncident, NOISE_FROM, type ToldNoise, toldNoiseOf } from '@foreshock/model/told-noise.ts';
import { sql } from 'kysely';
import { findAnomalies } from './anomalies.ts';
import type { Db } from './in-transaction.ts';

/** Older verdicts are about another system. */
const MOST_INCIDENTS = 300;

/** Changes whenever a verdict is given, changed or taken back. */
export async function stampOfVerdicts(db: Db, tenant: TenantId): Promise<string> {
  const row = await db
    .selectFrom('incident_verdicts')
    .select(({ fn }) => [fn.countAll().as('count'), fn.max('told_at').as('last'), fn.sum('told_at').as('sum')])
    .where('tenant', '=', tenant)
    .executeTakeFirstOrThrow();
  return [row.count, row.last, row.sum].join(' ');
}

/**
 * What people called noise often enough to weigh less, by key. One who says that it was real outweighs the others. `at`:
 * only what was seen at one of these entities.
 */
export async function readToldNoise(
  db: Db,
  tenant: TenantId,
  at?: readonly EntityId[],
): Promise<Map<string, ToldNoise>> {
  const verdicts = await verdictsByIncident(db, tenant);
  if ([...verdicts.values()].filter((verdict) => verdict === 'noise').length < NOISE_FROM) return new Map();
  const rows = await db
    .selectFrom('incidents')
    .select(['id', sql<readonly AnomalyId[]>`body -> 'anomalies'`.as('members')])
    .where('tenant', '=', tenant)
    .where('id', 'in', [...verdicts.keys()])
    .execute();
  const membersOf = new Map(rows.map(({ id, members }) => [id, members.slice(0, MOST_TRAIT_ANOMALIES)]));
  const anomalies = new Map(
    (await findAnomalies(db, tenant, [...membersOf.values()].flat(), at)).map((one): [string, Anomaly] => [
      one.id,
      one,
    ]),
  );
  return toldNoiseOf(
    [...verdicts].map(([id, verdict]): JudgedIncident => {
      const members = membersOf.get(id) ?? [];
      return { id, verdict, anomalies: members.flatMap((member) => anomalies.get(member) ?? []) };
    }),
  );
}

/** Newest word first. */
async function verdictsByIncident(db: Db, tenant: TenantId): Promise<Map<IncidentId, IncidentVerdict>> {
  const rows = await db
    .selectFrom('incident_verdicts')
    .select(['incident', 'says'])
    .where('tenant', '=', tenant)
    .orderBy('told_at', 'desc')
    .orderBy('incident')
    .execute();
  const verdicts = new Map<IncidentId, IncidentVerdict>();
  for (const { incident, says } of rows) {
    const id = incident as IncidentId;
    if (!verdicts.has(id) && verdicts.size >= MOST_INCIDENTS) continue;
    if (says === 'real' || !verdicts.has(id)) verdicts.set(id, says);
  }
  return verdicts;
}
