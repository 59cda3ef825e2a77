// What stands before a digest, from when it is worded until it has left; then the notification itself keeps it.
import type { DigestOpening } from '@foreshock/model/digest-opening.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** A channel may be away for a day. */
const KEPT_MS = 7 * DAY;

/** Replaces one of the same digest, and forgets those of a week before it. */
export async function keepDigestOpening(db: Db, tenant: TenantId, opening: DigestOpening): Promise<void> {
  const { route, digestAt } = opening;
  const body = jsonText(opening);
  await inTransaction(db, async (trx) => {
    await trx
      .deleteFrom('digest_openings')
      .where('tenant', '=', tenant)
      .where('digest_at', '<', digestAt - KEPT_MS)
      .execute();
    await trx
      .insertInto('digest_openings')
      .values({ tenant, route, digest_at: digestAt, body })
      .onConflict((conflict) => conflict.columns(['tenant', 'route', 'digest_at']).doUpdateSet({ body }))
      .execute();
  });
}

export async function findDigestOpening(
  db: Db,
  tenant: TenantId,
  route: string,
  digestAt: Timestamp,
): Promise<DigestOpening | undefined> {
  const row = await db
    .selectFrom('digest_openings')
    .select('body')
    .where('tenant', '=', tenant)
    .where('route', '=', route)
    .where('digest_at', '=', digestAt)
    .executeTakeFirst();
  return row?.body;
}

export interface DueDigest extends Pick<DigestOpening, 'route' | 'digestAt'> {
  readonly tenant: TenantId;
}

/** Digests of every project that wait to leave after `from` and until `to`, the next first. */
export async function listDueDigests(
  db: Db,
  { from, to }: { readonly from: Timestamp; readonly to: Timestamp },
): Promise<DueDigest[]> {
  const rows = await db
    .selectFrom('notifications')
    .select(['tenant', 'route', 'due_at'])
    .distinct()
    .where('state', '=', 'waiting')
    .where('reason', '=', 'digest')
    .where('due_at', '>', from)
    .where('due_at', '<=', to)
    .orderBy('due_at')
    .orderBy('tenant')
    .orderBy('route')
    .execute();
  // The tenant's id was checked when the tenant was made.
  return rows.map(({ tenant, route, due_at }) => ({ tenant: tenant as TenantId, route, digestAt: due_at }));
}
