// The outbox. A row is written with the decision, and its id is the idempotency key of every attempt. In each thread of a
// channel one row waits at most: a later decision replaces it, so that a channel that was away hears the newest state.
import type { AlertLevel, AlertSubjectKind } from '@foreshock/model/alert-settings.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Notification, NotificationState, TellReason } from '@foreshock/model/notification.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Selectable, sql } from 'kysely';
import { decodeCursor, type Page, pageOf } from './cursor.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';
import type { Tables } from './tables.ts';

export interface OutboxEntry {
  readonly id: string;
  readonly channel: string;
  readonly thread: string;
  readonly kind: AlertSubjectKind | '';
  readonly subject: string;
  readonly route: string;
  readonly reason: TellReason;
  readonly level: AlertLevel;
}

export interface OutboxRow extends OutboxEntry {
  readonly state: NotificationState;
  readonly createdAt: Timestamp;
  /** Since when something of the thread waits; after a day it is given up. */
  readonly since: Timestamp;
  readonly dueAt: Timestamp;
  readonly attempts: number;
  readonly sentAt?: Timestamp;
  readonly error: string;
  /** As it left or is to leave; absent before the first attempt. */
  readonly content?: Notification;
}

/** Replaces what waits in the thread, whose turn and age it takes over. */
export async function enqueue(
  trx: Trx,
  tenant: TenantId,
  entry: OutboxEntry,
  when: { readonly dueAt: Timestamp; readonly now: Timestamp },
): Promise<void> {
  const waiting = await trx
    .selectFrom('notifications')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('channel', '=', entry.channel)
    .where('thread', '=', entry.thread)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst();
  if (waiting) {
    await trx
      .updateTable('notifications')
      .set({ state: 'replaced' })
      .where('tenant', '=', tenant)
      .where('id', '=', waiting.id)
      .execute();
  }
  // A channel that has not heard of the opening hears it with what came after.
  const opensStill = waiting?.reason === 'opened' && entry.reason === 'changed';
  const backsOff = waiting !== undefined && waiting.attempts > 0;
  await trx
    .insertInto('notifications')
    .values({
      tenant,
      id: entry.id,
      channel: entry.channel,
      thread: entry.thread,
      subject_kind: entry.kind,
      subject: entry.subject,
      route: entry.route,
      reason: opensStill ? 'opened' : entry.reason,
      level: entry.level,
      state: 'waiting',
      created_at: when.now,
      since: waiting?.since ?? when.now,
      due_at: backsOff ? waiting.due_at : Math.min(waiting?.due_at ?? when.dueAt, when.dueAt),
      attempts: waiting?.attempts ?? 0,
      attempted_at: null,
      sent_at: null,
      error: '',
      content: null,
    })
    .execute();
}

/** What was decided of a subject on a route and never tried. */
export async function dropUntried(trx: Trx, tenant: TenantId, subject: string, route: string): Promise<void> {
  await trx
    .updateTable('notifications')
    .set({ state: 'dropped', error: 'over before it was told' })
    .where('tenant', '=', tenant)
    .where('subject', '=', subject)
    .where('route', '=', route)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .execute();
}

/** Projects for which something is due; one question for all of them, as it is asked on every beat. */
export async function listTenantsToTell(db: Db, now: Timestamp): Promise<TenantId[]> {
  const rows = await db
    .selectFrom('notifications')
    .select('tenant')
    .distinct()
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .execute();
  // The tenant's id was checked when the tenant was made.
  return rows.map(({ tenant }) => tenant as TenantId);
}

/** Channels for which something is due. */
export async function listDueChannels(db: Db, tenant: TenantId, now: Timestamp): Promise<string[]> {
  const rows = await db
    .selectFrom('notifications')
    .select('channel')
    .distinct()
    .where('tenant', '=', tenant)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .execute();
  return rows.map(({ channel }) => channel);
}

/** Pages before the rest, then the longest due. */
export async function findNextDue(
  db: Db,
  tenant: TenantId,
  channel: string,
  now: Timestamp,
): Promise<OutboxRow | undefined> {
  const row = await db
    .selectFrom('notifications')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('channel', '=', channel)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy(sql`level = 'page'`, 'desc')
    .orderBy('due_at')
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return row && rowOf(row);
}

/** Whether an attempt in this thread may have arrived without our knowing. */
export async function mayHaveArrived(db: Db, tenant: TenantId, channel: string, thread: string): Promise<boolean> {
  const row = await db
    .selectFrom('notifications')
    .select('id')
    .where('tenant', '=', tenant)
    .where('channel', '=', channel)
    .where('thread', '=', thread)
    .where('attempts', '>', 0)
    .where('state', '<>', 'sent')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** On disk before anything leaves: after a crash the same content is sent under the same id. False when it was replaced. */
export async function beginAttempt(
  db: Db,
  tenant: TenantId,
  id: string,
  content: Notification,
  now: Timestamp,
): Promise<boolean> {
  const begun = await db
    .updateTable('notifications')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), attempted_at: now, content: jsonText(content) }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  return begun !== undefined;
}

/** It arrived, even if a later one has replaced it meanwhile. `reference`: what the channel calls the thread. */
export async function noteSent(
  db: Db,
  tenant: TenantId,
  row: Pick<OutboxRow, 'id' | 'channel' | 'thread'>,
  reference: unknown,
  now: Timestamp,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable('notifications')
      .set({ state: 'sent', sent_at: now, error: '' })
      .where('tenant', '=', tenant)
      .where('id', '=', row.id)
      .execute();
    if (reference === undefined) return;
    const kept = { reference: jsonText(reference), updated_at: now };
    await trx
      .insertInto('channel_threads')
      .values({ tenant, channel: row.channel, thread: row.thread, ...kept })
      .onConflict((conflict) => conflict.columns(['tenant', 'channel', 'thread']).doUpdateSet(kept))
      .execute();
  });
}

/** Tried again at `dueAt`, or given up when that is absent. One that was replaced meanwhile stays replaced. */
export async function noteFailed(
  db: Db,
  tenant: TenantId,
  row: Pick<OutboxRow, 'id' | 'channel' | 'thread'>,
  error: string,
  dueAt: Timestamp | undefined,
): Promise<void> {
  const change = dueAt === undefined ? { state: 'dead' as const } : { due_at: dueAt };
  await db
    .updateTable('notifications')
    .set({ ...change, error: plainText(error) })
    .where('tenant', '=', tenant)
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .execute();
  if (dueAt === undefined) return;
  // The one that replaced it during the attempt takes its turn.
  await db
    .updateTable('notifications')
    .set({ due_at: dueAt })
    .where('tenant', '=', tenant)
    .where('channel', '=', row.channel)
    .where('thread', '=', row.thread)
    .where('state', '=', 'waiting')
    .where('due_at', '<', dueAt)
    .execute();
}

/** What waits for its next attempt is due at once. */
export async function hurryWaiting(db: Db, tenant: TenantId, channel: string, now: Timestamp): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ due_at: now })
    .where('tenant', '=', tenant)
    .where('channel', '=', channel)
    .where('state', '=', 'waiting')
    .where('attempts', '>', 0)
    .execute();
}

/** A dead letter is tried anew under its id. `notification-not-found`; `state-conflict` when it is not dead. */
export async function redeliver(db: Db, tenant: TenantId, id: string, now: Timestamp): Promise<Result<OutboxRow>> {
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('notifications')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('id', '=', plainText(id))
      .forUpdate()
      .executeTakeFirst();
    if (!row) return failure('notification-not-found', `there is no notification ${plainText(id)}`);
    if (row.state !== 'dead')
      return failure('state-conflict', `notification ${id} is ${row.state}: only dead letters are delivered again`);
    const change = { state: 'waiting' as const, since: now, due_at: now, error: '' };
    await trx.updateTable('notifications').set(change).where('tenant', '=', tenant).where('id', '=', id).execute();
    return success(rowOf({ ...row, ...change }));
  });
}

export interface NotificationQuery {
  readonly states?: readonly NotificationState[];
  readonly subject?: string;
  readonly channel?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Newest first. `input-invalid` for a foreign cursor. */
export async function listNotifications(
  db: Db,
  tenant: TenantId,
  query: NotificationQuery,
): Promise<Result<Page<OutboxRow>>> {
  let select = db
    .selectFrom('notifications')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('sequence', 'desc')
    .limit(query.limit + 1);
  if (query.states !== undefined) select = select.where('state', 'in', [...query.states]);
  if (query.subject !== undefined) select = select.where('subject', '=', plainText(query.subject));
  if (query.channel !== undefined) select = select.where('channel', '=', plainText(query.channel));
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, [0] as const);
    if (!cursor.ok) return cursor;
    select = select.where('sequence', '<', cursor.value[0]);
  }
  const rows = query.states?.length === 0 ? [] : await select.execute();
  return success(pageOf(rows, query.limit, rowOf, (row) => [row.sequence]));
}

export async function countNotifications(db: Db, tenant: TenantId, state: NotificationState): Promise<number> {
  const row = await db
    .selectFrom('notifications')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('tenant', '=', tenant)
    .where('state', '=', state)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function rowOf(row: Selectable<Tables['notifications']>): OutboxRow {
  return {
    id: row.id,
    channel: row.channel,
    thread: row.thread,
    kind: row.subject_kind,
    subject: row.subject,
    route: row.route,
    reason: row.reason,
    level: row.level,
    state: row.state,
    createdAt: row.created_at,
    since: row.since,
    dueAt: row.due_at,
    attempts: row.attempts,
    error: row.error,
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(row.content !== null && { content: row.content }),
  };
}
