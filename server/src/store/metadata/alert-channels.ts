// Places that get notifications. Secrets come sealed and leave sealed; this file never sees one.
import type { AlertChannel, ChannelKind } from '@foreshock/model/alert-channel.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { type Db, inTransaction } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';

export interface SealedChannel {
  readonly channel: AlertChannel;
  readonly sealed: Uint8Array;
}

/** More would be a loop that makes them. */
export const MAX_CHANNELS = 100;

/** By name. */
export async function listAlertChannels(db: Db, tenant: TenantId): Promise<AlertChannel[]> {
  const rows = await db.selectFrom('alert_channels').select('body').where('tenant', '=', tenant).execute();
  return rows.map(({ body }) => body).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export async function findAlertChannel(db: Db, tenant: TenantId, id: string): Promise<SealedChannel | undefined> {
  const row = await rowOf(db, tenant, id).executeTakeFirst();
  return row && { channel: row.body, sealed: row.sealed };
}

/** Of whatever project: for what comes from outside, which names a channel and nothing else. */
export async function findChannelAnywhere(
  db: Db,
  id: string,
): Promise<(SealedChannel & { readonly tenant: TenantId }) | undefined> {
  const row = await db
    .selectFrom('alert_channels')
    .select(['tenant', 'body', 'sealed'])
    .where('id', '=', plainText(id))
    .executeTakeFirst();
  // The tenant's id was checked when the tenant was made.
  return row && { tenant: row.tenant as TenantId, channel: row.body, sealed: row.sealed };
}

/** Of every project. */
export async function listChannelsOfKind(
  db: Db,
  kind: ChannelKind,
): Promise<(SealedChannel & { readonly tenant: TenantId })[]> {
  const rows = await db
    .selectFrom('alert_channels')
    .select(['tenant', 'body', 'sealed'])
    .where(sql<boolean>`body ->> 'kind' = ${kind}`)
    .orderBy('tenant')
    .orderBy('id')
    .execute();
  // The tenant's id was checked when the tenant was made.
  return rows.map(({ tenant, body, sealed }) => ({ tenant: tenant as TenantId, channel: body, sealed }));
}

/** Makes it, or replaces it whole. */
export async function keepAlertChannel(db: Db, tenant: TenantId, { channel, sealed }: SealedChannel): Promise<void> {
  const bytes = Buffer.from(sealed).toString('base64');
  const row = { body: jsonText(channel), sealed: sql<Uint8Array>`decode(${bytes}, 'base64')` };
  await db
    .insertInto('alert_channels')
    .values({ tenant, id: channel.id, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(row))
    .execute();
}

/** With what waits for it, and what it calls its threads. */
export async function removeAlertChannel(db: Db, tenant: TenantId, id: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom('alert_channels').where('tenant', '=', tenant).where('id', '=', plainText(id)).execute();
    await trx.deleteFrom('channel_threads').where('tenant', '=', tenant).where('channel', '=', plainText(id)).execute();
    await trx
      .updateTable('notifications')
      .set({ state: 'dropped', error: 'the channel was removed' })
      .where('tenant', '=', tenant)
      .where('channel', '=', plainText(id))
      .where('state', '=', 'waiting')
      .execute();
  });
}

/** How a channel is doing after an attempt. */
export async function noteChannelHealth(
  db: Db,
  tenant: TenantId,
  id: string,
  health: { readonly error?: string; readonly isTest: boolean; readonly now: Timestamp },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const row = await rowOf(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return;
    const { failingSince, lastError: _, ...well } = row.body;
    const { error, isTest, now } = health;
    const body: AlertChannel =
      error === undefined
        ? { ...well, lastOkAt: now, ...(isTest && { testedAt: now }) }
        : { ...well, failingSince: failingSince ?? now, lastError: error };
    await trx
      .updateTable('alert_channels')
      .set({ body: jsonText(body) })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
  });
}

/** Whether what people do there can be read; `error` when it cannot. */
export async function noteChannelHearing(
  db: Db,
  tenant: TenantId,
  id: string,
  { error, now }: { readonly error?: string; readonly now: Timestamp },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const row = await rowOf(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return;
    const { deafSince, deafBecause: _, ...hearing } = row.body;
    const body: AlertChannel =
      error === undefined ? hearing : { ...hearing, deafSince: deafSince ?? now, deafBecause: error };
    await trx
      .updateTable('alert_channels')
      .set({ body: jsonText(body) })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
  });
}

/** What the channel calls a thread, as it gave it. */
export async function findChannelThread(db: Db, tenant: TenantId, channel: string, thread: string): Promise<unknown> {
  const row = await db
    .selectFrom('channel_threads')
    .select('reference')
    .where('tenant', '=', tenant)
    .where('channel', '=', channel)
    .where('thread', '=', thread)
    .executeTakeFirst();
  return row?.reference;
}

/** True the first time that an event of a channel is heard: what comes again is an echo. */
export async function isFirstHeard(
  db: Db,
  tenant: TenantId,
  channel: string,
  event: string,
  now: Timestamp,
): Promise<boolean> {
  const added = await db
    .insertInto('heard_events')
    .values({ tenant, channel, event: plainText(event).slice(0, 200), heard_at: now })
    .onConflict((conflict) => conflict.columns(['tenant', 'channel', 'event']).doNothing())
    .returning('event')
    .executeTakeFirst();
  return added !== undefined;
}

/** The last event of a channel that was heard, of those that begin so. */
export async function findLastHeard(
  db: Db,
  tenant: TenantId,
  channel: string,
  beginning: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('heard_events')
    .select('event')
    .where('tenant', '=', tenant)
    .where('channel', '=', channel)
    .where(sql<boolean>`starts_with(event, ${beginning})`)
    .orderBy('heard_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.event;
}

function rowOf(db: Db, tenant: TenantId, id: string) {
  return db
    .selectFrom('alert_channels')
    .select(['body', 'sealed'])
    .where('tenant', '=', tenant)
    .where('id', '=', plainText(id));
}
