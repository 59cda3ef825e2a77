/**
 * What people said became of predictions. A log: each saying is kept, and the next tick of analysis writes it to the
 * ledger in the transaction of its findings. A tick that is repeated after a crash is given the same ones again.
 */
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { ToldOutcome, ToldSaying } from '@foreshock/model/told-outcome.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { plainText } from './json-text.ts';
import { rowOfPrediction } from './predictions.ts';

/** How often people may change their minds about one prediction. */
const MOST_SAYINGS = 100;

export interface ToldWord {
  readonly by: string;
  readonly says: ToldSaying;
  readonly note: string;
  readonly now: Timestamp;
}

/** What one person says at present. */
export interface StandingWord {
  readonly by: string;
  readonly says: Exclude<ToldSaying, 'nothing'>;
  readonly note: string;
  readonly at: Timestamp;
}

/**
 * One vote a person; the last one counts, saying the same again changes nothing. `prediction-not-found`;
 * `state-conflict` when it is open and is said to have come true or not, or when it was changed too often.
 */
export async function tellOutcome(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
  word: ToldWord,
): Promise<Result<StandingWord[]>> {
  return inTransaction(db, async (trx) => {
    const prediction = await rowOfPrediction(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!prediction) return failure('prediction-not-found', `there is no prediction ${plainText(id)}`);
    if ((word.says === 'hit' || word.says === 'miss') && prediction.state !== 'closed')
      return failure('state-conflict', `prediction ${id} is ${prediction.state}: whether it came true is known later`);
    const rows = await sayings(trx, tenant, id);
    const by = plainText(word.by);
    const said = rows.findLast(({ person }) => person === by)?.says ?? 'nothing';
    if (said !== word.says) {
      if (rows.length >= MOST_SAYINGS)
        return failure('state-conflict', `what became of prediction ${id} was said ${MOST_SAYINGS} times: it stays so`);
      const told = { person: by, says: word.says, note: plainText(word.note), told_at: word.now, noted_at: null };
      await trx
        .insertInto('told_outcomes')
        .values({ tenant, prediction: prediction.id, number: rows.length + 1, ...told })
        .execute();
    }
    return success(standing(await sayings(trx, tenant, id)));
  });
}

/** Of those who say something at present, in the order in which they first spoke. */
export async function listStandingWords(db: Db, tenant: TenantId, id: PredictionId): Promise<StandingWord[]> {
  return standing(await sayings(db, tenant, id));
}

/**
 * What a tick that ends at `watermark` has to write: what nobody has written yet, or, when the tick is a repeat, what it
 * wrote the first time. By time, then by prediction.
 */
export async function selectSayings(
  db: Db,
  tenant: TenantId,
  watermark: Timestamp,
  isRepeat: boolean,
): Promise<NumberedSaying[]> {
  const rows = await db
    .selectFrom('told_outcomes as told')
    .innerJoin('predictions as about', (join) =>
      join.onRef('about.tenant', '=', 'told.tenant').onRef('about.id', '=', 'told.prediction'),
    )
    .select(['told.prediction', 'told.number', 'told.person', 'told.says', 'told.told_at', 'about.body'])
    .where('told.tenant', '=', tenant)
    .where('told.noted_at', isRepeat ? '=' : 'is', isRepeat ? watermark : null)
    .orderBy('told.told_at')
    .orderBy('told.prediction')
    .orderBy('told.number')
    .execute();
  return rows.map((row) => ({
    number: row.number,
    prediction: row.body.id,
    entity: row.body.entity,
    failure: row.body.failure,
    person: hashId('per_', tenant, row.person),
    says: row.says,
    toldAt: row.told_at,
  }));
}

export interface NumberedSaying extends ToldOutcome {
  /** From 1 in each prediction. */
  readonly number: number;
}

/** Within the transaction that appends them to the ledger. */
export async function noteSayings(
  trx: Trx,
  tenant: TenantId,
  watermark: Timestamp,
  noted: readonly NumberedSaying[],
): Promise<void> {
  for (const { prediction, number } of noted) {
    await trx
      .updateTable('told_outcomes')
      .set({ noted_at: watermark })
      .where('tenant', '=', tenant)
      .where('prediction', '=', prediction)
      .where('number', '=', number)
      .execute();
  }
}

function sayings(db: Db, tenant: TenantId, id: PredictionId) {
  return db
    .selectFrom('told_outcomes')
    .select(['person', 'says', 'note', 'told_at'])
    .where('tenant', '=', tenant)
    .where('prediction', '=', plainText(id))
    .orderBy('number')
    .execute();
}

function standing(
  rows: readonly {
    readonly person: string;
    readonly says: ToldSaying;
    readonly note: string;
    readonly told_at: number;
  }[],
): StandingWord[] {
  const last = new Map(rows.map((row) => [row.person, row]));
  return [...last.values()].flatMap(({ person, says, note, told_at }) =>
    says === 'nothing' ? [] : [{ by: person, says, note, at: told_at }],
  );
}
