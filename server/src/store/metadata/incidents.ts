import type { ConfirmedCause } from '@foreshock/model/confirmed-cause.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Findings } from '@foreshock/model/findings.ts';
import type { Incident, IncidentActivity, IncidentId, IncidentState } from '@foreshock/model/incident.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { type Selectable, sql } from 'kysely';
import { decodeCursor, type Page, pageOf } from './cursor.ts';
import { type Db, inserts, lastById, type Trx } from './in-transaction.ts';
import { endOf, type IncidentMarks, isOver, withMarks } from './incident-marks.ts';
import { keepIncidentRecord } from './incident-records.ts';
import { jsonText, plainText } from './json-text.ts';
import { readConfirmedCauses } from './read-confirmed-causes.ts';
import type { Tables } from './tables.ts';

/** New ones are added, known ones replaced; what people said about them stays. */
export async function keepIncidents(trx: Trx, tenant: TenantId, incidents: readonly Incident[]): Promise<void> {
  const changed = lastById(incidents);
  if (changed.length === 0) return;
  const known = await trx
    .selectFrom('incidents')
    .select(['id', 'marks', 'is_over'])
    .where('tenant', '=', tenant)
    .where(
      'id',
      'in',
      changed.map((incident) => incident.id),
    )
    .forUpdate()
    .execute();
  const rows = new Map(known.map((row) => [row.id, row]));
  for (const incident of changed) {
    const row = rows.get(incident.id);
    await writeIncident(trx, tenant, incident, row?.marks ?? {}, row?.is_over);
  }
}

/**
 * Replaces the incident and its marks, and with them what is learnt from one that is over. `wasOver`: as it is stored;
 * one that goes on as before has left nothing to take out.
 */
export async function writeIncident(
  trx: Trx,
  tenant: TenantId,
  incident: Incident,
  marks: IncidentMarks,
  wasOver = true,
): Promise<void> {
  const seen = withMarks(incident, marks);
  const row = {
    state: seen.state,
    is_over: isOver(seen.state),
    started_at: incident.startedAt,
    ended_at: endOf(seen, marks) ?? null,
    marks: jsonText(marks),
    body: jsonText(incident),
  };
  await trx
    .insertInto('incidents')
    .values({ tenant, id: incident.id, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(row))
    .execute();
  if (wasOver || row.is_over) await keepIncidentRecord(trx, tenant, seen, endOf(seen, marks));
}

export async function addActivity(trx: Trx, tenant: TenantId, lines: Findings['activity']): Promise<void> {
  const rows = lines.map(({ incident, activity }) => ({
    tenant,
    incident,
    time: activity.time,
    kind: activity.kind,
    person: plainText(activity.by),
    text: plainText(activity.text),
  }));
  for (const part of inserts(rows)) await trx.insertInto('incident_activity').values(part).execute();
}

export interface IncidentQuery {
  /** All without it. */
  readonly states?: readonly IncidentState[];
  readonly entity?: EntityId;
  /** Those that were going on at some time of it. */
  readonly range?: TimeRange;
  /** Those that were known and not over then. */
  readonly goingOnAt?: Timestamp;
  readonly limit: number;
  readonly cursor?: string;
}

/** Of those that began in the range, without the ones that were found to be part of another. */
export async function countIncidents(db: Db, tenant: TenantId, range: TimeRange): Promise<number> {
  const row = await db
    .selectFrom('incidents')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('tenant', '=', tenant)
    .where('started_at', '>=', range.from)
    .where('started_at', '<', range.to)
    .where('state', '<>', 'merged')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Open and acknowledged ones first, then newest start first. `input-invalid` for a foreign cursor. */
export async function listIncidents(db: Db, tenant: TenantId, query: IncidentQuery): Promise<Result<Page<Incident>>> {
  let select = db
    .selectFrom('incidents')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('is_over')
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(query.limit + 1);
  if (query.states !== undefined) select = select.where('state', 'in', [...query.states]);
  if (query.entity !== undefined) {
    const member = jsonText([{ entity: query.entity }]);
    select = select.where(sql<boolean>`body -> 'entities' @> ${member}::jsonb`);
  }
  const { range, goingOnAt } = query;
  if (goingOnAt !== undefined) {
    select = select
      .where(sql<boolean>`(body ->> 'detectedAt')::bigint <= ${goingOnAt}`)
      .where((is) => is.or([is('ended_at', 'is', null), is('ended_at', '>', goingOnAt)]));
  }
  if (range !== undefined) {
    select = select
      .where('started_at', '<', range.to)
      .where((is) => is.or([is('ended_at', 'is', null), is('ended_at', '>=', range.from)]));
  }
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, [false, 0, ''] as const);
    if (!cursor.ok) return cursor;
    const [over, startedAt, id] = cursor.value;
    select = select.where(sql<boolean>`(is_over, -started_at, id) > (${over}, ${-startedAt}, ${id})`);
  }
  const rows = query.states?.length === 0 ? [] : await select.execute();
  const confirmed = await readConfirmedCauses(db, tenant);
  return success(
    pageOf(
      rows,
      query.limit,
      (row) => incidentOf(row, confirmed),
      (row) => [row.is_over, row.started_at, row.id],
    ),
  );
}

export async function findIncident(db: Db, tenant: TenantId, id: IncidentId): Promise<Incident | undefined> {
  const row = await rowOfIncident(db, tenant, id).executeTakeFirst();
  return row && incidentOf(row, await readConfirmedCauses(db, tenant));
}

/** By id; what is not an incident, or no longer kept, is not in it. */
export async function findIncidentTitles(
  db: Db,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('incidents')
    .select(['id', sql<string>`body ->> 'title'`.as('title')])
    .where('tenant', '=', tenant)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Oldest first; empty when the incident is not known. */
export async function listIncidentActivity(db: Db, tenant: TenantId, id: IncidentId): Promise<IncidentActivity[]> {
  const rows = await db
    .selectFrom('incident_activity')
    .select(['time', 'kind', 'person', 'text'])
    .where('tenant', '=', tenant)
    .where('incident', '=', plainText(id))
    .orderBy('time')
    .orderBy('sequence')
    .execute();
  return rows.map(({ time, kind, person, text }) => ({ time, kind, by: person, text }));
}

export function rowOfIncident(db: Db, tenant: TenantId, id: IncidentId) {
  return db.selectFrom('incidents').selectAll().where('tenant', '=', tenant).where('id', '=', plainText(id));
}

export function incidentOf(row: Selectable<Tables['incidents']>, confirmed: readonly ConfirmedCause[]): Incident {
  return withMarks(row.body, row.marks, confirmed);
}
