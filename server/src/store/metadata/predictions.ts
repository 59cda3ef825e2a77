import type { ConfirmedCause } from '@foreshock/model/confirmed-cause.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import type { Prediction, PredictionId, PredictionState } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Selectable, sql, type Updateable } from 'kysely';
import { lookAgain } from './alerts.ts';
import { decodeCursor, type Page, pageOf } from './cursor.ts';
import { type Db, inserts, inTransaction, lastById, type Trx } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';
import { type PredictionRevision, revisionOf } from './prediction-revision.ts';
import { readConfirmedCauses } from './read-confirmed-causes.ts';
import { steered } from './steered-finding.ts';
import type { Tables } from './tables.ts';

/** Sorts after every time. */
const NO_TIME = Number.MAX_SAFE_INTEGER;

/**
 * New ones are added, known ones replaced but for what people have marked; each new revision gets its row. `ledger`: the
 * rows that were appended with them, whose forecasts the predictions then point at.
 */
export async function keepPredictions(
  trx: Trx,
  tenant: TenantId,
  predictions: readonly Prediction[],
  ledger: readonly LedgerRow[],
): Promise<void> {
  const newest = new Map<PredictionId, number>();
  for (const { entry, sequence } of ledger) {
    if (entry.type === 'forecast' && entry.prediction !== '') newest.set(entry.prediction, sequence);
  }
  for (const part of inserts(lastById(predictions))) {
    await trx
      .insertInto('predictions')
      .values(part.map((prediction) => rowFor(tenant, prediction, newest.get(prediction.id))))
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'id']).doUpdateSet((is) => ({
          revision: is.ref('excluded.revision'),
          entity: is.ref('excluded.entity'),
          failure: is.ref('excluded.failure'),
          state: is.ref('excluded.state'),
          probability: is.ref('excluded.probability'),
          act_by: is.ref('excluded.act_by'),
          is_over: is.ref('excluded.is_over'),
          list_order: is.ref('excluded.list_order'),
          ledger_sequence: is.fn.coalesce('excluded.ledger_sequence', 'predictions.ledger_sequence'),
          body: is.ref('excluded.body'),
        })),
      )
      .execute();
  }
  for (const part of inserts(predictions)) {
    await trx
      .insertInto('prediction_revisions')
      .values(
        part.map((prediction) => ({
          tenant,
          prediction: prediction.id,
          revision: prediction.revision,
          body: jsonText(revisionOf(prediction)),
        })),
      )
      .onConflict((conflict) => conflict.columns(['tenant', 'prediction', 'revision']).doNothing())
      .execute();
  }
  const kept = new Set(predictions.map((prediction) => prediction.id));
  for (const [id, sequence] of newest) {
    if (kept.has(id)) continue;
    await trx
      .updateTable('predictions')
      .set({ ledger_sequence: sequence })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
  }
}

export interface PredictionQuery {
  /** All without it. */
  readonly states?: readonly PredictionState[];
  readonly entity?: EntityId;
  readonly failure?: Failure;
  /** Of the headline horizon, whether or not it may be shown. */
  readonly minProbability?: number;
  /** Leaves out predictions without such a time. */
  readonly actByBefore?: Timestamp;
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * Open ones by the time to act by, then by id; after them closed and withdrawn ones, newest first. `input-invalid` for a
 * foreign cursor.
 */
export async function listPredictions(
  db: Db,
  tenant: TenantId,
  query: PredictionQuery,
): Promise<Result<Page<Prediction>>> {
  let select = db
    .selectFrom('predictions')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('is_over')
    .orderBy('list_order')
    .orderBy('id')
    .limit(query.limit + 1);
  if (query.states !== undefined) select = select.where('state', 'in', [...query.states]);
  if (query.entity !== undefined) select = select.where('entity', '=', query.entity);
  if (query.failure !== undefined) select = select.where('failure', '=', query.failure);
  if (query.minProbability !== undefined) select = select.where('probability', '>=', query.minProbability);
  if (query.actByBefore !== undefined) select = select.where('act_by', '<', query.actByBefore);
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, [false, 0, ''] as const);
    if (!cursor.ok) return cursor;
    const [isOver, order, id] = cursor.value;
    select = select.where(sql<boolean>`(is_over, list_order, id) > (${isOver}, ${order}, ${id})`);
  }
  const rows = query.states?.length === 0 ? [] : await select.execute();
  const confirmed = await readConfirmedCauses(db, tenant);
  return success(
    pageOf(
      rows,
      query.limit,
      (row) => predictionOf(row, confirmed),
      (row) => [row.is_over, row.list_order, row.id],
    ),
  );
}

export async function findPrediction(db: Db, tenant: TenantId, id: PredictionId): Promise<Prediction | undefined> {
  const row = await rowOfPrediction(db, tenant, id).executeTakeFirst();
  return row && predictionOf(row, await readConfirmedCauses(db, tenant));
}

/** Of the ids that are known, in no order. */
export async function findPredictions(db: Db, tenant: TenantId, ids: readonly PredictionId[]): Promise<Prediction[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('predictions')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', 'in', [...ids])
    .execute();
  const confirmed = await readConfirmedCauses(db, tenant);
  return rows.map((row) => predictionOf(row, confirmed));
}

/** Oldest first; empty when the prediction is not known. */
export async function listPredictionRevisions(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
): Promise<PredictionRevision[]> {
  const rows = await db
    .selectFrom('prediction_revisions')
    .select('body')
    .where('tenant', '=', tenant)
    .where('prediction', '=', id)
    .orderBy('revision')
    .execute();
  return rows.map((row) => row.body);
}

/** The first name stays. `prediction-not-found`; `state-conflict` when it is closed or withdrawn. */
export async function acknowledgePrediction(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
  by: string,
  now: Timestamp,
): Promise<Result<Prediction>> {
  return markOpenPrediction(db, tenant, id, (row) =>
    success(row.acknowledged_by === null ? { acknowledged_by: plainText(by), acknowledged_at: now } : {}),
  );
}

/** Whoever it was. `prediction-not-found`; `state-conflict` when it is closed or withdrawn. */
export async function withdrawAcknowledgement(db: Db, tenant: TenantId, id: PredictionId): Promise<Result<Prediction>> {
  return markOpenPrediction(db, tenant, id, () => success({ acknowledged_by: null, acknowledged_at: null }));
}

export interface FeedbackCount {
  readonly useful: number;
  readonly notUseful: number;
}

/** One vote a person; a later one replaces it. `prediction-not-found`. */
export async function givePredictionFeedback(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
  vote: { readonly by: string; readonly useful: boolean; readonly note: string },
  now: Timestamp,
): Promise<Result<FeedbackCount>> {
  return inTransaction(db, async (trx) => {
    if (!(await rowOfPrediction(trx, tenant, id).executeTakeFirst())) return notFound(id);
    const given = { is_useful: vote.useful, note: plainText(vote.note), given_at: now };
    await trx
      .insertInto('prediction_feedback')
      .values({ tenant, prediction: id, person: plainText(vote.by), ...given })
      .onConflict((conflict) => conflict.columns(['tenant', 'prediction', 'person']).doUpdateSet(given))
      .execute();
    const votes = await trx
      .selectFrom('prediction_feedback')
      .select('is_useful')
      .where('tenant', '=', tenant)
      .where('prediction', '=', id)
      .execute();
    const useful = votes.filter((row) => row.is_useful).length;
    return success({ useful, notUseful: votes.length - useful });
  });
}

type Row = Selectable<Tables['predictions']>;
type Marks = Partial<Pick<Updateable<Tables['predictions']>, 'acknowledged_by' | 'acknowledged_at' | 'snooze'>>;

/** `prediction-not-found`; `state-conflict` when it is closed or withdrawn; or what `marks` refuses. */
export async function markOpenPrediction(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
  marks: (row: Row, trx: Trx) => Result<Marks> | Promise<Result<Marks>>,
): Promise<Result<Prediction>> {
  return inTransaction(db, async (trx) => {
    const row = await rowOfPrediction(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return notFound(id);
    if (row.is_over) return failure('state-conflict', `prediction ${id} is ${row.state}; only open ones can be marked`);
    const changes = await marks(row, trx);
    if (!changes.ok) return changes;
    const confirmed = await readConfirmedCauses(trx, tenant);
    if (Object.keys(changes.value).length === 0) return success(predictionOf(row, confirmed));
    const marked = await trx
      .updateTable('predictions')
      .set(changes.value)
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await lookAgain(trx, tenant, id);
    return success(predictionOf(marked, confirmed));
  });
}

function notFound(id: PredictionId) {
  return failure('prediction-not-found', `there is no prediction ${plainText(id)}`);
}

export function rowOfPrediction(db: Db, tenant: TenantId, id: PredictionId) {
  return db.selectFrom('predictions').selectAll().where('tenant', '=', tenant).where('id', '=', plainText(id));
}

function rowFor(tenant: TenantId, prediction: Prediction, ledgerSequence: number | undefined) {
  const isOver = prediction.state === 'closed' || prediction.state === 'withdrawn';
  const deadline = prediction.actBy ?? prediction.deadline ?? NO_TIME;
  return {
    tenant,
    id: prediction.id,
    revision: prediction.revision,
    entity: prediction.entity,
    failure: prediction.failure,
    state: prediction.state,
    probability: prediction.odds.probability,
    act_by: prediction.actBy ?? null,
    is_over: isOver,
    list_order: Math.round(isOver ? -(prediction.closedAt ?? prediction.updatedAt) : deadline),
    ledger_sequence: ledgerSequence ?? null,
    body: jsonText(prediction),
  };
}

/** People's marks and the ledger are kept beside the body, which analysis replaces. */
export function predictionOf(row: Row, confirmed: readonly ConfirmedCause[]): Prediction {
  const { acknowledgedBy: _by, acknowledgedAt: _at, snooze: _snooze, ledgerSequence: _sequence, ...body } = row.body;
  const prediction: Prediction = {
    ...body,
    ...(row.ledger_sequence !== null && { ledgerSequence: row.ledger_sequence }),
    ...(row.acknowledged_by !== null && { acknowledgedBy: row.acknowledged_by }),
    ...(row.acknowledged_at !== null && { acknowledgedAt: row.acknowledged_at }),
    ...(row.snooze !== null && { snooze: row.snooze }),
  };
  return steered(prediction, row.cause_marks, confirmed, prediction.issuedAt);
}
