/** What people do to incidents. Each keeps the mark and its line of activity together. */
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentActivity, IncidentId, Severity } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { askForLook, lookAgain } from './alerts.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { type IncidentMarks, isOver, withMarks } from './incident-marks.ts';
import { addActivity, incidentOf, rowOfIncident, writeIncident } from './incidents.ts';
import { plainText } from './json-text.ts';
import { readConfirmedCauses } from './read-confirmed-causes.ts';

export interface Act {
  readonly by: string;
  readonly now: Timestamp;
  /** What the person wrote, empty for nothing. */
  readonly note: string;
}

/** The first name stays. `incident-not-found`; `state-conflict` when it is over. */
export async function acknowledgeIncident(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  act: Act,
): Promise<Result<Incident>> {
  return mark(db, tenant, id, 'acknowledged', act, (incident, marks) => {
    if (isOver(incident.state)) return conflict(incident, 'acknowledged');
    if (incident.state === 'acknowledged') return success(undefined);
    return success({ ...marks, acknowledged: { by: act.by, at: act.now, reopened: incident.reopened } });
  });
}

/** Whoever it was. `incident-not-found`; `state-conflict` when it is over. */
export async function withdrawAcknowledgement(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  act: Act,
): Promise<Result<Incident>> {
  return mark(db, tenant, id, 'acknowledged', act, (incident, { acknowledged: _, ...marks }) => {
    if (isOver(incident.state)) return conflict(incident, 'taken from who is on it');
    return success(incident.state === 'acknowledged' ? marks : undefined);
  });
}

/** Resolving again changes nothing. `incident-not-found`; `state-conflict` when it was dismissed or merged. */
export async function resolveIncident(db: Db, tenant: TenantId, id: IncidentId, act: Act): Promise<Result<Incident>> {
  return mark(db, tenant, id, 'resolved', act, (incident, marks) => {
    if (incident.state === 'resolved' || incident.state === 'reviewed') return success(undefined);
    if (isOver(incident.state)) return conflict(incident, 'resolved');
    return success({ ...marks, resolved: { by: act.by, at: act.now, reopened: incident.reopened } });
  });
}

/** `act.note` is the reason and must say something (`input-invalid`). Else as `resolveIncident`. */
export async function dismissIncident(db: Db, tenant: TenantId, id: IncidentId, act: Act): Promise<Result<Incident>> {
  const reason = plainText(act.note).trim();
  if (reason === '') return failure('input-invalid', `incident ${id} was not dismissed: no reason given; say why`);
  return mark(db, tenant, id, 'dismissed', act, (incident, marks) => {
    if (incident.state === 'dismissed') return success(undefined);
    if (incident.state === 'merged') return conflict(incident, 'dismissed');
    return success({ ...marks, ended: { state: 'dismissed', by: act.by, at: act.now, reason } });
  });
}

/** `id` becomes part of `into`, which must be open. `incident-not-found` for either; `state-conflict`; `input-invalid`. */
export async function mergeIncident(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  into: IncidentId,
  act: Act,
): Promise<Result<Incident>> {
  if (id === into) return failure('input-invalid', `incident ${id} cannot be merged into itself; give another one`);
  return inTransaction(db, async (trx) => {
    const target = await rowOfIncident(trx, tenant, into).forUpdate().executeTakeFirst();
    if (!target) return notFound(into);
    if (target.is_over) return conflict(incidentOf(target, []), 'merged into');
    const merged = await mark(trx, tenant, id, 'merged', act, (incident, marks) => {
      if (isOver(incident.state)) return conflict(incident, 'merged');
      return success({ ...marks, ended: { state: 'merged', by: act.by, at: act.now, into } });
    });
    if (!merged.ok) return merged;
    const text = `took in ${merged.value.title}`;
    await addActivity(trx, tenant, [{ incident: into, activity: { time: act.now, kind: 'merged', by: act.by, text } }]);
    return merged;
  });
}

export interface DeclaredIncident {
  readonly title: string;
  readonly severity: Severity;
  /** What is hurt. */
  readonly entity: EntityId;
  readonly startedAt: Timestamp;
}

/** Opens an incident that a person sees. The same call again gives the same incident. The tenant must exist. */
export async function declareIncident(
  db: Db,
  tenant: TenantId,
  declared: DeclaredIncident,
  act: Pick<Act, 'by' | 'now'>,
): Promise<Incident> {
  const title = plainText(declared.title);
  const id = hashId('inc_', 'declared', act.by, String(act.now), title, declared.entity) as IncidentId;
  return inTransaction(db, async (trx) => {
    const known = await rowOfIncident(trx, tenant, id).executeTakeFirst();
    if (known) return incidentOf(known, await readConfirmedCauses(trx, tenant));
    const incident: Incident = {
      id,
      state: 'open',
      frozen: false,
      severity: declared.severity,
      title,
      origin: 'declared',
      startedAt: declared.startedAt,
      detectedAt: act.now,
      updatedAt: act.now,
      dataTrust: 1,
      entities: [{ entity: declared.entity, role: 'symptom' }],
      anomalies: [],
      suppressed: [],
      impact: { services: 1 },
      predictions: [],
      hypotheses: [],
      evidence: [],
      recommendations: [],
      narrative: { by: 'template', claims: [] },
      reopened: 0,
    };
    await writeIncident(trx, tenant, incident, {});
    const activity: IncidentActivity = { time: act.now, kind: 'declared', by: act.by, text: title };
    await addActivity(trx, tenant, [{ incident: id, activity }]);
    await askForLook(trx, tenant, { subject: id, kind: 'incident', entities: [declared.entity] }, act.now);
    return incident;
  });
}

/** `decide` gets the incident as people see it; `undefined` means that there is nothing to do. */
async function mark(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  kind: IncidentActivity['kind'],
  act: Act,
  decide: (incident: Incident, marks: IncidentMarks) => Result<IncidentMarks | undefined>,
): Promise<Result<Incident>> {
  return inTransaction(db, async (trx) => {
    const row = await rowOfIncident(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return notFound(id);
    const confirmed = await readConfirmedCauses(trx, tenant);
    const decided = decide(incidentOf(row, confirmed), row.marks);
    if (!decided.ok) return decided;
    if (decided.value === undefined) return success(incidentOf(row, confirmed));
    await writeIncident(trx, tenant, row.body, decided.value);
    const activity: IncidentActivity = { time: act.now, kind, by: act.by, text: act.note };
    await addActivity(trx, tenant, [{ incident: id, activity }]);
    await lookAgain(trx, tenant, id);
    return success(withMarks(row.body, decided.value, confirmed));
  });
}

function conflict(incident: Incident, what: string) {
  return failure('state-conflict', `incident ${incident.id} is ${incident.state} and cannot be ${what} any more`);
}

function notFound(id: IncidentId) {
  return failure('incident-not-found', `there is no incident ${plainText(id)}`);
}
