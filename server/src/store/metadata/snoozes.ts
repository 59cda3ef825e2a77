// Times of not telling of an incident or a prediction. Each has the subject looked at in the transaction that sets it.
import type { IncidentId, IncidentSnooze } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import { beginSnooze, type Snooze, type SnoozeEnd, type SnoozeForm } from '@foreshock/model/snooze.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { findAlertSettings } from './alert-settings.ts';
import { listAlertsOf, lookAgain } from './alerts.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { incidentOf, rowOfIncident, writeIncident } from './incidents.ts';
import { jsonText, plainText } from './json-text.ts';
import { markOpenPrediction } from './predictions.ts';

/** Without a `timeZone` a time of day is one of the route that told of it. */
export type AskedSnooze =
  | Exclude<SnoozeForm, { readonly untilMinute: number }>
  | { readonly untilMinute: number; readonly timeZone?: string };

export interface SnoozeAct {
  readonly by: string;
  readonly now: Timestamp;
}

/** Replaces the one before. `prediction-not-found`; `input-invalid` as `beginSnooze`; `state-conflict` when it is over. */
export async function snoozePrediction(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
  asked: AskedSnooze,
  { by, now }: SnoozeAct,
): Promise<Result<Prediction>> {
  return markOpenPrediction(db, tenant, id, async ({ body: { odds } }, trx) => {
    const form = await inZone(trx, tenant, id, asked);
    const shown = odds.display === 'percent' ? { probability: odds.probability } : {};
    const snooze = beginSnooze(form, { ...shown, horizon: odds.horizon }, { by: plainText(by), now });
    return snooze.ok ? success({ snooze: jsonText(snooze.value) }) : snooze;
  });
}

/** Replaces the one before. `incident-not-found`; `input-invalid` as `beginSnooze`; `state-conflict` when it is over. */
export async function snoozeIncident(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  asked: AskedSnooze,
  { by, now }: SnoozeAct,
): Promise<Result<IncidentSnooze>> {
  return inTransaction(db, async (trx) => {
    const row = await rowOfIncident(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return failure('incident-not-found', `there is no incident ${plainText(id)}`);
    const { state, severity } = incidentOf(row, []);
    if (row.is_over) return failure('state-conflict', `incident ${id} is ${state}; only open ones can be snoozed`);
    const snooze = beginSnooze(await inZone(trx, tenant, id, asked), {}, { by: plainText(by), now });
    if (!snooze.ok) return snooze;
    const begun = { ...snooze.value, severity };
    await writeIncident(trx, tenant, row.body, { ...row.marks, snooze: begun });
    await lookAgain(trx, tenant, id);
    return success(begun);
  });
}

/** Ends one before its time. What has none stays as it is. */
export async function endSnooze(
  trx: Trx,
  tenant: TenantId,
  subject: string,
  ended: SnoozeEnd,
  now: Timestamp,
): Promise<void> {
  const over = <T extends Snooze>(snooze: T): T => ({ ...snooze, until: now, ended });
  if (subject.startsWith('inc_')) {
    const row = await rowOfIncident(trx, tenant, subject as IncidentId)
      .forUpdate()
      .executeTakeFirst();
    if (!row?.marks.snooze) return;
    await writeIncident(trx, tenant, row.body, { ...row.marks, snooze: over(row.marks.snooze) });
    return;
  }
  const row = await trx
    .selectFrom('predictions')
    .select('snooze')
    .where('tenant', '=', tenant)
    .where('id', '=', subject)
    .forUpdate()
    .executeTakeFirst();
  if (!row?.snooze) return;
  await trx
    .updateTable('predictions')
    .set({ snooze: jsonText(over(row.snooze)) })
    .where('tenant', '=', tenant)
    .where('id', '=', subject)
    .execute();
}

async function inZone(trx: Trx, tenant: TenantId, subject: string, asked: AskedSnooze): Promise<SnoozeForm> {
  if (!('untilMinute' in asked)) return asked;
  if (asked.timeZone !== undefined) return { untilMinute: asked.untilMinute, timeZone: asked.timeZone };
  const told = (await listAlertsOf(trx, tenant, [subject])).map(({ route }) => route);
  const { settings } = await findAlertSettings(trx, tenant);
  const route = settings.routes.find(({ id }) => told.includes(id));
  return { untilMinute: asked.untilMinute, timeZone: route?.timeZone ?? 'UTC' };
}
