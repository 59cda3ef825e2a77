// What was decided of each subject on each route, and what was held back, with the reason.
import type { KeptAlert } from '@foreshock/model/alert-state.ts';
import type { HoldReason } from '@foreshock/model/notification.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { type Db, inserts, type Trx } from './in-transaction.ts';
import { jsonText, plainText } from './json-text.ts';

export interface AlertHold {
  readonly subject: string;
  /** Empty where no route was asked. */
  readonly route: string;
  readonly reason: HoldReason;
  readonly detail: string;
  readonly since: Timestamp;
  readonly lastAt: Timestamp;
}

export async function listAlertsOf(db: Db, tenant: TenantId, subjects: readonly string[]): Promise<KeptAlert[]> {
  if (subjects.length === 0) return [];
  const rows = await db
    .selectFrom('alerts')
    .select('body')
    .where('tenant', '=', tenant)
    .where('subject', 'in', [...subjects])
    .execute();
  return rows.map(({ body }) => body);
}

/** What a digest of a route is to tell of, those that are over too; oldest first. */
export async function listAlertsOfDigest(
  db: Db,
  tenant: TenantId,
  route: string,
  digestAt: Timestamp,
): Promise<KeptAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .select('body')
    .where('tenant', '=', tenant)
    .where('route', '=', route)
    .where(sql<boolean>`body -> 'state' ->> 'digestAt' = ${String(digestAt)}`)
    .execute();
  return rows.map(({ body }) => body).sort((a, b) => a.state.decidedAt - b.state.decidedAt);
}

/** Of subjects that go on. */
export async function listOpenAlerts(db: Db, tenant: TenantId): Promise<KeptAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .select('body')
    .where('tenant', '=', tenant)
    .where('over_at', 'is', null)
    .execute();
  return rows.map(({ body }) => body);
}

/** `dueAt`: when to look at it again. `overAt`: its subject is over, or its route is gone. */
export async function keepAlert(
  trx: Trx,
  tenant: TenantId,
  alert: KeptAlert,
  when: ({ readonly dueAt: Timestamp } | { readonly overAt: Timestamp }) & { readonly pagedAt?: Timestamp | undefined },
): Promise<void> {
  const row = {
    thread: alert.thread,
    due_at: 'dueAt' in when ? when.dueAt : null,
    over_at: 'overAt' in when ? when.overAt : null,
    body: jsonText(alert),
    ...(when.pagedAt !== undefined && { paged_at: when.pagedAt }),
  };
  await trx
    .insertInto('alerts')
    .values({ tenant, subject: alert.subject, route: alert.route, paged_at: null, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'subject', 'route']).doUpdateSet(row))
    .execute();
}

/** People did something: it is looked at again at once. In the transaction of what they did. */
export async function lookAgain(trx: Trx, tenant: TenantId, subject: string): Promise<void> {
  await trx
    .updateTable('alerts')
    .set({ due_at: 0 })
    .where('tenant', '=', tenant)
    .where('subject', '=', subject)
    .where('over_at', 'is', null)
    .execute();
}

/** Something new that no tick brings is looked at at once. In the transaction that keeps it. */
export async function askForLook(
  trx: Trx,
  tenant: TenantId,
  subject: Pick<KeptAlert, 'subject' | 'kind' | 'entities'>,
  now: Timestamp,
): Promise<void> {
  const state = { level: 'screen' as const, decidedAt: now, step: 0, round: 0 };
  const alert: KeptAlert = { ...subject, route: '', thread: '', carries: [], state };
  await keepAlert(trx, tenant, alert, { dueAt: 0 });
}

/** Projects that have something to look at again; one question for all of them, as it is asked on every beat. */
export async function listTenantsToReview(db: Db, now: Timestamp): Promise<TenantId[]> {
  const rows = await db.selectFrom('alerts').select('tenant').distinct().where('due_at', '<=', now).execute();
  // The tenant's id was checked when the tenant was made.
  return rows.map(({ tenant }) => tenant as TenantId);
}

/** Subjects to look at again, the longest due first. */
export async function listDueSubjects(db: Db, tenant: TenantId, now: Timestamp, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('alerts')
    .select('subject')
    .where('tenant', '=', tenant)
    .where('due_at', '<=', now)
    .groupBy('subject')
    .orderBy(({ fn }) => fn.min('due_at'))
    .limit(limit)
    .execute();
  return rows.map(({ subject }) => subject);
}

/** Of any subject: the one that a thread is about, the newest first. */
export async function findAlertByThread(db: Db, tenant: TenantId, thread: string): Promise<KeptAlert | undefined> {
  const rows = await db
    .selectFrom('alerts')
    .select('body')
    .where('tenant', '=', tenant)
    .where('thread', '=', plainText(thread))
    .execute();
  // An incident goes on with the thread of its first prediction.
  const found = rows.map(({ body }) => body).sort((a, b) => b.state.decidedAt - a.state.decidedAt);
  return found.find(({ kind }) => kind === 'incident') ?? found[0];
}

/** Pages of a route since a time, without those of one subject. */
export async function countPages(
  db: Db,
  tenant: TenantId,
  route: string,
  since: Timestamp,
  without: string,
): Promise<number> {
  const row = await db
    .selectFrom('alerts')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('tenant', '=', tenant)
    .where('route', '=', route)
    .where('paged_at', '>', since)
    .where('subject', '<>', without)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** A reason that was noted before is noted again, at its last time. */
export async function noteHolds(
  trx: Trx,
  tenant: TenantId,
  holds: readonly Omit<AlertHold, 'since' | 'lastAt'>[],
  now: Timestamp,
): Promise<void> {
  const unique = [...new Map(holds.map((hold) => [`${hold.subject} ${hold.route} ${hold.reason}`, hold])).values()];
  const rows = unique.map(({ subject, route, reason, detail }) => ({
    tenant,
    subject,
    route,
    reason,
    detail: plainText(detail),
    since: now,
    last_at: now,
  }));
  for (const part of inserts(rows)) {
    await trx
      .insertInto('alert_holds')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'subject', 'route', 'reason']).doUpdateSet((is) => ({
          detail: is.ref('excluded.detail'),
          last_at: is.ref('excluded.last_at'),
        })),
      )
      .execute();
  }
}

/** Newest first; of one subject where it is given. */
export async function listHolds(
  db: Db,
  tenant: TenantId,
  query: { readonly subject?: string; readonly limit: number },
): Promise<AlertHold[]> {
  let select = db
    .selectFrom('alert_holds')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('last_at', 'desc')
    .orderBy('subject')
    .limit(query.limit);
  if (query.subject !== undefined) select = select.where('subject', '=', plainText(query.subject));
  const rows = await select.execute();
  return rows.map(({ subject, route, reason, detail, since, last_at }) => ({
    subject,
    route,
    reason,
    detail,
    since,
    lastAt: last_at,
  }));
}
