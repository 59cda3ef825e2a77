import type { ShareTally } from '@foreshock/model/compare-shadow.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { ModelCall } from '@foreshock/model/model-call.ts';
import type { Story } from '@foreshock/model/story.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { recordAudit } from './audit.ts';
import { decodeCursor, type Page, pageOf } from './cursor.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';

/** A call with its texts as they were sealed by the caller. */
export interface SealedCall {
  readonly call: ModelCall;
  readonly sealed: Uint8Array;
  /** The same for calls about the same things; empty when there is none. */
  readonly evidenceHash: string;
}

/** `incident`: its id, or that of a prediction. Keeps the calls that were made, a line of the audit trail for each, and the story if there is one, or nothing of it. */
export async function keepStory(
  db: Db,
  tenant: TenantId,
  incident: string,
  story: Story | undefined,
  calls: readonly SealedCall[],
): Promise<void> {
  await inTransaction(db, async (trx) => {
    if (story) {
      const body = jsonText(story);
      await trx
        .insertInto('stories')
        .values({ tenant, incident, body })
        .onConflict((conflict) => conflict.columns(['tenant', 'incident']).doUpdateSet({ body }))
        .execute();
    }
    for (const { call, sealed, evidenceHash } of calls) {
      const bytes = Buffer.from(sealed).toString('base64');
      const row = {
        tenant,
        id: call.id,
        incident: call.incident,
        time: call.time,
        body: jsonText(call),
        sealed: sql<Uint8Array>`decode(${bytes}, 'base64')`,
        evidence_hash: evidenceHash,
      };
      await trx.insertInto('model_calls').values(row).execute();
      // What was held back did not leave.
      if (call.attempts === 0) continue;
      const object = `${call.id} ${call.hash}`;
      const entry = { actor: 'explanation', action: 'model.call', object, credential: '', address: '' };
      await recordAudit(trx, tenant, { ...entry, outcome: 'done' }, call.time);
    }
  });
}

export async function findStory(db: Db, tenant: TenantId, incident: string): Promise<Story | undefined> {
  const row = await db
    .selectFrom('stories')
    .select('body')
    .where('tenant', '=', tenant)
    .where('incident', '=', plainText(incident))
    .executeTakeFirst();
  return row?.body;
}

/** Newest first; of one incident where it is given. `input-invalid` for a foreign cursor. */
export async function listModelCalls(
  db: Db,
  tenant: TenantId,
  query: {
    readonly incident?: string;
    readonly outcome?: ModelCall['outcome'];
    readonly limit: number;
    readonly cursor?: string;
  },
): Promise<Result<Page<ModelCall>>> {
  let select = db
    .selectFrom('model_calls')
    .select(['id', 'time', 'body'])
    .where('tenant', '=', tenant)
    .orderBy('time', 'desc')
    .orderBy('id')
    .limit(query.limit + 1);
  if (query.incident !== undefined) select = select.where('incident', '=', plainText(query.incident));
  if (query.outcome !== undefined) select = select.where(sql<boolean>`body ->> 'outcome' = ${query.outcome}`);
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, [0, ''] as const);
    if (!cursor.ok) return cursor;
    const [time, id] = cursor.value;
    select = select.where((is) => is.or([is('time', '<', time), is.and([is('time', '=', time), is('id', '>', id)])]));
  }
  return success(
    pageOf(
      await select.execute(),
      query.limit,
      (row) => row.body,
      (row) => [row.time, row.id],
    ),
  );
}

export async function findModelCall(db: Db, tenant: TenantId, id: string): Promise<SealedCall | undefined> {
  const row = await db
    .selectFrom('model_calls')
    .select(['body', 'sealed', 'evidence_hash'])
    .where('tenant', '=', tenant)
    .where('id', '=', plainText(id))
    .executeTakeFirst();
  return row && { call: row.body, sealed: row.sealed, evidenceHash: row.evidence_hash };
}

/** The newest call about the same things whose answer was shown. */
export async function findAcceptedCall(
  db: Db,
  tenant: TenantId,
  evidenceHash: string,
): Promise<SealedCall | undefined> {
  const row = await db
    .selectFrom('model_calls')
    .select(['body', 'sealed', 'evidence_hash'])
    .where('tenant', '=', tenant)
    .where('evidence_hash', '=', evidenceHash)
    .where(sql<boolean>`body ->> 'outcome' = 'accepted' AND body ->> 'shadow' IS NULL`)
    .orderBy('time', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { call: row.body, sealed: row.sealed, evidenceHash: row.evidence_hash };
}

/** Deletes the calls before `before`, with their texts, and keeps how many there were. Gives the number. */
export async function forgetModelCalls(db: Db, tenant: TenantId, before: Timestamp): Promise<number> {
  return inTransaction(db, async (trx) => {
    const gone = await trx
      .deleteFrom('model_calls')
      .where('tenant', '=', tenant)
      .where('time', '<', before)
      .executeTakeFirst();
    const calls = Number(gone.numDeletedRows);
    if (calls === 0) return 0;
    await trx
      .insertInto('model_calls_forgotten')
      .values({ tenant, calls, before })
      .onConflict((conflict) =>
        conflict.column('tenant').doUpdateSet({ calls: sql`model_calls_forgotten.calls + ${calls}::bigint`, before }),
      )
      .execute();
    return calls;
  });
}

/** Calls that were deleted for their age, all in all. */
export async function countForgottenCalls(db: Db, tenant: TenantId): Promise<number> {
  const row = await db
    .selectFrom('model_calls_forgotten')
    .select('calls')
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return row?.calls ?? 0;
}

/**
 * For the comparison of two models: of the newest `limit` calls of each the last about the same evidence of an incident is its
 * story, and stories that both told are pairs. Of a story the share of its sentences that hold, 0 for one that was refused or
 * failed; what was held back for money says nothing of a model. Added up where the calls are: their bodies stay there.
 */
export async function tallyComparedCalls(db: Db, tenant: TenantId, limit: number): Promise<ShareTally> {
  const stories = (isShadow: boolean) => sql`
    SELECT DISTINCT ON (incident, evidence_hash) incident, evidence_hash, share
    FROM (
      SELECT incident, evidence_hash, time, id, body ->> 'outcome' AS outcome,
        CASE WHEN body ->> 'outcome' = 'accepted' THEN coalesce((
          SELECT count(*) FILTER (WHERE claim ->> 'verdict' = 'verified')::float8
            / nullif(count(*) FILTER (WHERE claim ->> 'verdict' <> 'hedged'), 0)
          FROM jsonb_array_elements(body -> 'verdicts') AS claim
        ), 0) ELSE 0 END AS share
      FROM model_calls
      WHERE tenant = ${tenant} AND (body ->> 'shadow' = 'true') IS ${isShadow ? sql`TRUE` : sql`NOT TRUE`}
      ORDER BY time DESC, id DESC
      LIMIT ${limit}
    ) AS calls
    WHERE outcome <> 'capped'
    ORDER BY incident, evidence_hash, time DESC, id DESC`;
  const { rows } = await sql<Record<keyof ShareTally, number | string>>`
    SELECT count(*) AS pairs,
      count(*) FILTER (WHERE shadow.share > shown.share) AS better,
      count(*) FILTER (WHERE shadow.share < shown.share) AS worse,
      coalesce(sum(shown.share), 0) AS "shownSum",
      coalesce(sum(shadow.share), 0) AS "shadowSum"
    FROM (${stories(false)}) AS shown JOIN (${stories(true)}) AS shadow USING (incident, evidence_hash)`.execute(db);
  const [row] = rows;
  return {
    pairs: Number(row!.pairs),
    better: Number(row!.better),
    worse: Number(row!.worse),
    shownSum: Number(row!.shownSum),
    shadowSum: Number(row!.shadowSum),
  };
}

const READ_ROWS = 500;

/** Every call, oldest first, without its texts. */
export async function* allModelCalls(db: Db, tenant: TenantId): AsyncGenerator<Omit<SealedCall, 'sealed'>> {
  let after: { readonly time: number; readonly id: string } = { time: Number.MIN_SAFE_INTEGER, id: '' };
  for (;;) {
    const { time, id } = after;
    const rows = await db
      .selectFrom('model_calls')
      .select(['id', 'time', 'body', 'evidence_hash'])
      .where('tenant', '=', tenant)
      .where((is) => is.or([is('time', '>', time), is.and([is('time', '=', time), is('id', '>', id)])]))
      .orderBy('time')
      .orderBy('id')
      .limit(READ_ROWS)
      .execute();
    for (const { body, evidence_hash } of rows) yield { call: body, evidenceHash: evidence_hash };
    if (rows.length < READ_ROWS) return;
    after = rows.at(-1)!;
  }
}
