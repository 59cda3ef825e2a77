import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startWebhookReceiver } from '../../../test/support/channels/webhook-receiver.ts';
import { listHolds, listTenantsToReview } from '../store/metadata/alerts.ts';
import { createDrill } from '../store/metadata/drills.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { acknowledgeIncident, declareIncident, dismissIncident } from '../store/metadata/incident-commands.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import { noteHistory, startNotifying } from '../store/metadata/learnt-history.ts';
import { listNotifications, listTenantsToTell, redeliver } from '../store/metadata/notifications.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { type AskedSnooze, snoozeIncident } from '../store/metadata/snoozes.ts';
import { checkout, testFindings, testIncident } from '../store/metadata/test-findings.ts';
import { composeAlerting, NOON, testRoute, WEBHOOK_SECRET } from './alerting.test-support.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

/** A project with one webhook on one route. */
async function open() {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const alerting = composeAlerting(db, tenant);
  const receiver = await startWebhookReceiver(WEBHOOK_SECRET, () => alerting.clock.now());
  onTestFinished(() => receiver.stop());
  const channel = await alerting.addWebhook('hook', receiver.url);
  await alerting.setRoutes([testRoute({ channels: [channel] })]);
  let watermark = NOON;
  /** Keeps a tick with these incidents, and what was decided of them with it. */
  const tick = async (...incidents: Incident[]): Promise<void> => {
    watermark += MINUTE;
    const findings = testFindings(watermark, { incidents });
    const decide = await alerting.raising.decide(tenant, findings);
    await keepFindings(db, tenant, findings, undefined, [], decide);
  };
  const told = () => receiver.events.filter(({ type }) => type !== 'webhook.test');
  const states = async () => {
    const page = await listNotifications(db, tenant, { limit: 100 });
    return page.ok ? page.value.items.map(({ state }) => state) : [];
  };
  const reasons = async () => (await listHolds(db, tenant, { limit: 100 })).map(({ reason }) => reason);
  return { ...alerting, db, tenant, receiver, channel, tick, told, states, reasons };
}

const burning = (fields: Partial<Incident> = {}) =>
  testIncident('inc_a', { severity: 'critical', startedAt: NOON, detectedAt: NOON, ...fields });

test('an incident that opens is told after the wait that groups, and its end is told', async () => {
  const { tick, pass, told } = await open();
  await tick(burning());
  await pass(29 * SECOND);
  expect(told()).toEqual([]);
  await pass(SECOND);
  expect(told().map(({ type }) => type)).toEqual(['incident.opened']);
  expect(told()[0]!.data).toMatchObject({
    id: 'inc_a',
    severity: 'critical',
    url: 'https://foreshock.example/i/inc_a',
  });
  await tick(burning({ state: 'resolved', resolvedAt: NOON + 10 * MINUTE }));
  await pass(SECOND);
  expect(told().map(({ type }) => type)).toEqual(['incident.opened', 'incident.resolved']);
  expect(told()[1]!.data.headline).toBe('Over: checkout is slow, after 10 min');
});

test('the decision is kept with the findings of the tick or not at all', async () => {
  const { db, tenant, raising, states } = await open();
  const findings = testFindings(NOON + MINUTE, { incidents: [burning()] });
  const decide = await raising.decide(tenant, findings);
  const broken = keepFindings(db, tenant, findings, undefined, [], async (trx) => {
    await decide(trx);
    throw new Error('the power went');
  });
  await expect(broken).rejects.toThrow('the power went');
  expect(await states()).toEqual([]);
  await keepFindings(db, tenant, findings, undefined, [], decide);
  await keepFindings(db, tenant, findings, undefined, [], decide);
  expect(await states()).toEqual(['waiting']);
});

test('nothing is told of history before somebody has let notifications begin, and what is held says so', async () => {
  const { db, tenant, tick, pass, told, reasons, clock } = await open();
  await noteHistory(db, tenant, { from: 0, until: NOON }, NOON);
  await tick(burning());
  await pass(MINUTE);
  expect([told(), await reasons()]).toEqual([[], ['history']]);
  await startNotifying(db, tenant, { basedOn: 1, by: 'ana', now: clock.now() });
  await tick(burning());
  await pass(MINUTE);
  expect(told()).toHaveLength(1);
});

test('a channel that is down for an hour hears the newest state once, and nothing is lost', async () => {
  const { tick, pass, told, receiver } = await open();
  receiver.goDown(true);
  for (let minute = 0; minute < 60; minute += 1) {
    await tick(burning({ impact: { services: 1, requestShare: minute / 100 }, updatedAt: NOON + minute }));
    if (minute % 6 === 0)
      await tick(testIncident(`inc_${minute}`, { severity: 'critical', title: `number ${minute}` }));
    await pass(MINUTE);
  }
  const attempts = receiver.requests.length;
  // One a minute once it is known to be down, and a few to know it.
  expect(attempts).toBeLessThan(70);
  receiver.goDown(false);
  for (let round = 0; round < 3; round += 1) await pass(MINUTE);
  const ids = told().map(({ data }) => data.id);
  expect(ids).toHaveLength(new Set(ids).size);
  expect(new Set(ids).size).toBe(11);
  expect(told().find(({ data }) => data.id === 'inc_a')?.data.impact).toEqual({
    requestShare: 0.59,
    services: 1,
    slo: null,
  });
});

test('an attempt that arrived without an answer is made again under the same id, after a restart too', async () => {
  const { tick, pass, told, receiver, restart } = await open();
  await tick(burning());
  receiver.misbehave('forgetful');
  await pass(30 * SECOND);
  restart();
  await pass(MINUTE);
  const sent = receiver.requests.slice(-2).map(({ headers }) => headers['webhook-id']);
  expect(sent[0]).toBe(sent[1]);
  expect(told()).toHaveLength(1);
});

test('what a receiver refuses is a dead letter at once, and can be delivered again', async () => {
  const { db, tenant, tick, pass, told, receiver, states } = await open();
  await tick(burning());
  receiver.misbehave('refused');
  await pass(30 * SECOND);
  expect(await states()).toEqual(['dead']);
  await pass(HOUR - SECOND);
  expect(told()).toEqual([]);
  const page = await listNotifications(db, tenant, { limit: 1 });
  const id = page.ok ? page.value.items[0]!.id : '';
  expect((await redeliver(db, tenant, id, 0)).ok).toBe(true);
  expect((await redeliver(db, tenant, id, 0)).ok).toBe(false);
  await pass(SECOND);
  expect(told().map((event) => event.id)).toEqual([id]);
});

test('a notification is given up after a day, and not before', async () => {
  const { tick, pass, states, receiver } = await open();
  receiver.goDown(true);
  await tick(burning());
  for (let hour = 0; hour < 23; hour += 1) await pass(HOUR);
  expect(await states()).toContain('waiting');
  for (let hour = 0; hour < 3; hour += 1) await pass(HOUR);
  expect(await states()).not.toContain('waiting');
});

test('an acknowledgement stops repeats and escalation, and is told itself', async () => {
  const { db, tenant, tick, pass, told, setRoutes, channel, clock } = await open();
  await setRoutes([testRoute({ channels: [channel], escalation: [{ afterMinutes: 5, channels: [] }] })]);
  await tick(burning());
  await pass(30 * SECOND);
  await pass(5 * MINUTE);
  expect(told().map(({ data }) => data.reason)).toEqual(['opened', 'escalated']);
  await acknowledgeIncident(db, tenant, 'inc_a' as never, { by: 'ben', now: clock.now(), note: '' });
  await pass(10 * SECOND);
  expect(told().at(-1)!.data).toMatchObject({ reason: 'acknowledged', acknowledgedBy: 'ben' });
  for (let hour = 0; hour < 10; hour += 1) await pass(HOUR);
  expect(told()).toHaveLength(3);
});

test('a snooze keeps quiet until the incident gets graver, which is told at once, and says why it ended', async () => {
  const { db, tenant, tick, pass, told, reasons } = await open();
  const id = 'inc_a' as IncidentId;
  await tick(burning({ severity: 'major' }));
  await pass(30 * SECOND);
  const from = NOON + 30 * SECOND;
  expect(await snoozeIncident(db, tenant, id, { forMs: 2 * HOUR }, { by: 'ana', now: from })).toMatchObject({
    ok: true,
  });
  await tick(burning({ severity: 'major', impact: { requestShare: 0.4, services: 2 } }));
  await pass(MINUTE);
  expect([told().length, await reasons()]).toEqual([1, ['snoozed']]);
  await tick(burning({ severity: 'critical' }));
  await pass(SECOND);
  expect(told().at(-1)?.data).toMatchObject({ reason: 'worsened', severity: 'critical' });
  const { snooze } = (await findIncident(db, tenant, id))!;
  expect(snooze).toMatchObject({ by: 'ana', from, until: from + MINUTE, ended: 'worsened' });
});

test('until 09:00 is that of the route that told of it, where nobody names a zone', async () => {
  const { db, tenant, channel, tick, pass, setRoutes } = await open();
  await setRoutes([testRoute({ channels: [channel], timeZone: 'America/New_York' })]);
  await tick(burning());
  await pass(30 * SECOND);
  const id = 'inc_a' as IncidentId;
  const until = async (asked: AskedSnooze) => {
    const snoozed = await snoozeIncident(db, tenant, id, asked, { by: 'ana', now: NOON });
    return snoozed.ok ? snoozed.value.until : snoozed.error;
  };
  expect(await until({ untilMinute: 9 * 60 })).toBe(Date.UTC(2026, 10, 23, 14));
  expect(await until({ untilMinute: 9 * 60, timeZone: 'Asia/Tokyo' })).toBe(Date.UTC(2026, 10, 24, 0));
});

test('an incident that a person declares is told too, and so is that it was dismissed', async () => {
  const { db, tenant, pass, told, clock } = await open();
  const declared = { title: 'it burns', severity: 'major' as const, entity: checkout, startedAt: NOON };
  const { id } = await declareIncident(db, tenant, declared, { by: 'ana', now: clock.now() });
  await pass(SECOND);
  await pass(30 * SECOND);
  expect(told().map(({ type, data }) => [type, data.title])).toEqual([['incident.opened', 'it burns']]);
  await dismissIncident(db, tenant, id, { by: 'ana', now: clock.now(), note: 'a drill' });
  await pass(SECOND);
  expect(told().at(-1)).toMatchObject({
    type: 'incident.resolved',
    data: { headline: expect.stringContaining('Dismissed') },
  });
});

test('another channel says that one fails, and that it is well again', async () => {
  const { tick, pass, receiver, addWebhook, clock } = await open();
  const second = await startWebhookReceiver(WEBHOOK_SECRET, () => clock.now());
  onTestFinished(() => second.stop());
  await addWebhook('second', second.url);
  receiver.goDown(true);
  await tick(burning());
  for (let minute = 0; minute < 5; minute += 1) await pass(MINUTE);
  const of = () => second.events.filter(({ type }) => type === 'channel.failing').map(({ data }) => data.failing);
  expect(of()).toEqual([true]);
  receiver.goDown(false);
  for (let minute = 0; minute < 5; minute += 1) await pass(MINUTE);
  expect(of()).toEqual([true, false]);
});

test('no secret stands in an answer, in the log or in the store', async () => {
  const { db, tenant, desk, tick, pass, receiver, lines, channel } = await open();
  receiver.misbehave('wrong-key', 'broken');
  await tick(burning());
  await pass(MINUTE);
  await pass(MINUTE);
  const changed = await desk.update(tenant, channel, { name: 'renamed' });
  const kept = await db.selectFrom('alert_channels').selectAll().execute();
  const bytes = kept.map(({ sealed }) => Buffer.from(sealed).toString('latin1'));
  const seen = JSON.stringify([changed, kept.map(({ body }) => body), bytes, lines]);
  const secret = WEBHOOK_SECRET.slice('whsec_'.length);
  expect(seen).toContain('renamed');
  for (const part of [secret, Buffer.from(secret, 'base64').toString('latin1')]) expect(seen).not.toContain(part);
});

test('a beat is told the projects for which something is due, and no other', async () => {
  const { db, tenant, tick, clock } = await open();
  const other = await open();
  await tick(burning());
  const due = async (after: number) => {
    const now = clock.now() + after;
    const asked = [await listTenantsToReview(db, now), await listTenantsToTell(db, now)];
    return asked.map((tenants) => [tenants.includes(tenant), tenants.includes(other.tenant)]);
  };
  expect(await due(29 * SECOND)).toEqual([
    [false, false],
    [false, false],
  ]);
  expect(await due(30 * SECOND)).toEqual([
    [false, false],
    [true, false],
  ]);
  expect(await due(DAY)).toEqual([
    [true, false],
    [true, false],
  ]);
});

test('projects do not hear of one another', async () => {
  const one = await open();
  const other = await open();
  await one.tick(burning());
  await other.pass(MINUTE);
  await one.pass(MINUTE);
  expect([one.told().length, other.told().length]).toEqual([1, 0]);
  const stranger = 'nobody' as TenantId;
  expect((await one.desk.test(stranger, one.channel, 'eve', new AbortController().signal)).ok).toBe(false);
});

test('what is of a drill is told as one, in the first word', async () => {
  const { db, tenant, tick, pass, told } = await open();
  const fault = { variant: 'steady-leak', failure: 'out_of_memory', rootCause: checkout, reach: [checkout] } as const;
  await createDrill(db, tenant, {
    id: 'drl_a',
    kind: 'memory',
    namespace: 'shop',
    course: HOUR,
    state: 'running',
    requestedAt: NOON,
    requestedBy: 'ana',
    startedAt: NOON,
    // Without a store entities are told by their ids.
    fault: { ...fault, touches: [checkout] },
  });
  await tick(burning(), testIncident('inc_before', { startedAt: NOON - HOUR, detectedAt: NOON - HOUR }));
  await pass(MINUTE);
  const events = new Map(told().map(({ data }) => [data.id, data]));
  expect(events.get('inc_a')).toMatchObject({ drill: 'drl_a', headline: expect.stringMatching(/^Drill: /) });
  expect(events.get('inc_before')).toMatchObject({ drill: null, headline: expect.not.stringMatching(/^Drill: /) });
});
