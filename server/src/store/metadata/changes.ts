import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type DurationMs, type Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import type { ChangeFacts } from './change-facts.ts';
import { type Db, inTransaction } from './in-transaction.ts';

export interface Change {
  readonly sequence: number;
  readonly writtenAt: Timestamp;
  /** `prediction`, `incident`, `channel`, `data-trust`, or `analysis` for a tick. */
  readonly kind: string;
  readonly object: string;
  /** Of a prediction its own; of all else a number that grows with each of its changes. */
  readonly revision: number;
  readonly facts: ChangeFacts;
}

/** The place after a change: from there a watcher goes on. */
export interface ChangePlace {
  /** Of the database: one that was made anew has other changes under the same numbers. */
  readonly epoch: string;
  readonly sequence: number;
}

/** A watcher that was away for longer has to list anew. */
export const CHANGES_KEPT_MS: DurationMs = DAY;
/** Of a project; a storm must not fill the disk. */
export const MAX_CHANGES_KEPT = 200_000;

export async function readHead(db: Db, tenant: TenantId): Promise<ChangePlace> {
  return db
    .selectFrom('change_heads')
    .select(['epoch', 'sequence'])
    .where('tenant', '=', tenant)
    .executeTakeFirstOrThrow();
}

/** Of all projects: who waits for a change need not ask for each. */
export async function readHeads(db: Db): Promise<ReadonlyMap<TenantId, number>> {
  const rows = await db.selectFrom('change_heads').select(['tenant', 'sequence']).execute();
  return new Map(rows.map(({ tenant, sequence }) => [tenant as TenantId, sequence]));
}

/**
 * At most `limit` changes after `place`, in order and without a gap. `resume-token-expired` when some are no longer kept,
 * or were never of this database.
 */
export async function readChanges(
  db: Db,
  tenant: TenantId,
  place: ChangePlace,
  limit: number,
): Promise<Result<readonly Change[]>> {
  // The head first: a change that is written between the two reads is then among the rows, and not taken for forgotten.
  const head = await readHead(db, tenant);
  const rows = await db
    .selectFrom('change_log')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('sequence', '>', place.sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  if (head.epoch !== place.epoch) return expired('it is of another database');
  if (head.sequence < place.sequence) return expired('the database was put back to an earlier state');
  // Numbers have no gaps, so what is missing was forgotten.
  const [next] = rows;
  const isThere = next ? next.sequence === place.sequence + 1 : head.sequence === place.sequence;
  if (!isThere) return expired('changes after it are no longer kept');
  return success(
    rows.map(({ sequence, written_at, kind, object, revision, facts }) => ({
      sequence,
      writtenAt: written_at,
      kind,
      object,
      revision,
      facts,
    })),
  );
}

/** The place before the first kept change that was written at `since` or later. */
export async function placeAt(db: Db, tenant: TenantId, since: Timestamp): Promise<ChangePlace> {
  // The head first: what is written between the two reads must not be skipped.
  const head = await readHead(db, tenant);
  const first = await db
    .selectFrom('change_log')
    .select('sequence')
    .where('tenant', '=', tenant)
    .where('written_at', '>=', since)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return first ? { ...head, sequence: first.sequence - 1 } : head;
}

/** Of all projects what is older than it is kept, and the oldest of too many. */
export async function forgetChanges(db: Db, now: Timestamp): Promise<void> {
  await inTransaction(db, async (trx) => {
    const newest = sql`SELECT sequence FROM change_heads WHERE change_heads.tenant = change_log.tenant`;
    await trx
      .deleteFrom('change_log')
      .where(
        sql<boolean>`written_at < ${now - CHANGES_KEPT_MS} OR sequence <= (${newest}) - ${MAX_CHANGES_KEPT}::bigint`,
      )
      .execute();
  });
}

function expired(why: string) {
  return failure(
    'resume-token-expired',
    `cannot go on from this token: ${why}; list again and watch from its watchFrom`,
  );
}
