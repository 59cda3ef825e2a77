import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type DurationMs, type Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** For so long the same key gets the same answer. */
export const ANSWER_KEPT_MS: DurationMs = DAY;

export interface IdempotencyName {
  /** Who sent the key: two programs may choose the same one. */
  readonly credential: string;
  readonly key: string;
}

export type BegunRequest =
  | { readonly state: 'new' }
  /** Of another request: a key stands for one. */
  | { readonly state: 'other' }
  /** No answer was kept: it is in hand, or the program ended over it. */
  | { readonly state: 'begun'; readonly at: Timestamp }
  | { readonly state: 'answered'; readonly answer: unknown };

/**
 * Notes that a request is being worked on, or says what became of it. Old ones are deleted on the way.
 *
 * request   digest of operation and input
 */
export async function beginRequest(
  db: Db,
  tenant: TenantId,
  { credential, key }: IdempotencyName,
  request: string,
  now: Timestamp,
): Promise<BegunRequest> {
  return inTransaction(db, async (trx) => {
    await trx
      .deleteFrom('idempotent_answers')
      .where('begun_at', '<=', now - ANSWER_KEPT_MS)
      .execute();
    const made = await trx
      .insertInto('idempotent_answers')
      .values({ tenant, credential, key, request, begun_at: now, answer: null })
      .onConflict((conflict) => conflict.columns(['tenant', 'credential', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (made) return { state: 'new' };
    const row = await trx
      .selectFrom('idempotent_answers')
      .select(['request', 'begun_at', 'answer'])
      .where('tenant', '=', tenant)
      .where('credential', '=', credential)
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    if (row.request !== request) return { state: 'other' };
    return row.answer === null ? { state: 'begun', at: row.begun_at } : { state: 'answered', answer: row.answer };
  });
}

export async function keepAnswer(db: Db, tenant: TenantId, name: IdempotencyName, answer: unknown): Promise<void> {
  await db
    .updateTable('idempotent_answers')
    .set({ answer: jsonText(answer) })
    .where('tenant', '=', tenant)
    .where('credential', '=', name.credential)
    .where('key', '=', name.key)
    .execute();
}

/** For a request that did nothing: it may be sent again under the same key. */
export async function forgetRequest(db: Db, tenant: TenantId, name: IdempotencyName): Promise<void> {
  await db
    .deleteFrom('idempotent_answers')
    .where('tenant', '=', tenant)
    .where('credential', '=', name.credential)
    .where('key', '=', name.key)
    .execute();
}
