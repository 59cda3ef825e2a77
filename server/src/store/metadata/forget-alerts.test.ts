import { DAY } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFirstHeard } from './alert-channels.ts';
import { keepAlert, listAlertsOf, listHolds, noteHolds } from './alerts.ts';
import { forgetAlerts } from './forget-alerts.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { enqueue, listNotifications, noteSent } from './notifications.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const thread = (number: number): string => `fs:acme:shop:incident:inc_${number}`;

/** One thing told, heard and held each day from day 1 on; those in `open` go on, and the last notification waits. */
async function live(db: Db, days: number, open: readonly number[]) {
  const tenant = await metadata.newTenant();
  for (let number = 1; number <= days; number += 1) {
    const now = number * DAY;
    const subject = `inc_${number}`;
    const state = { level: 'page' as const, decidedAt: now, step: 0, round: 0 };
    const alert = { subject, kind: 'incident' as const, route: 'r', thread: thread(number), entities: [], carries: [] };
    const when = open.includes(number) ? { dueAt: now } : { overAt: now };
    const row = { id: `ntf_${number}`, channel: 'chn', thread: thread(number), kind: 'incident' as const, subject };
    await inTransaction(db, async (trx) => {
      await keepAlert(trx, tenant, { ...alert, state }, when);
      await enqueue(trx, tenant, { ...row, route: 'r', reason: 'opened', level: 'page' }, { dueAt: now, now });
      await noteHolds(trx, tenant, [{ subject, route: 'r', reason: 'snoozed', detail: '' }], now);
    });
    if (number < days) await noteSent(db, tenant, row, { ts: number }, now);
    await isFirstHeard(db, tenant, 'chn', `event ${number}`, now);
  }
  const subjects = Array.from({ length: days }, (_, index) => `inc_${index + 1}`);
  const left = async () => {
    const page = await listNotifications(db, tenant, { limit: 100 });
    return {
      notifications: page.ok ? page.value.items.map(({ id }) => id).sort() : [],
      alerts: (await listAlertsOf(db, tenant, subjects)).map(({ subject }) => subject).sort(),
      holds: (await listHolds(db, tenant, { limit: 100 })).map(({ subject }) => subject).sort(),
    };
  };
  return { tenant, left };
}

test('what is old is forgotten, what goes on or waits is not, and what its channel calls it stays with it', async () => {
  const { db } = metadata;
  const { tenant, left } = await live(db, 5, [1]);
  const other = await live(db, 2, []);
  expect(await forgetAlerts(db, tenant, { before: 100 * DAY })).toEqual({
    notifications: 4,
    alerts: 4,
    holds: 5,
    heard: 5,
    threads: 3,
  });
  expect(await left()).toEqual({ notifications: ['ntf_5'], alerts: ['inc_1'], holds: [] });
  expect((await other.left()).holds).toHaveLength(2);
});

test('of what is young the newest are kept up to the count', async () => {
  const { db } = metadata;
  const { tenant, left } = await live(db, 5, []);
  await forgetAlerts(db, tenant, { before: 0, most: 2 });
  expect(await left()).toEqual({
    notifications: ['ntf_3', 'ntf_4', 'ntf_5'],
    alerts: ['inc_4', 'inc_5'],
    holds: ['inc_4', 'inc_5'],
  });
});
