import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startPagerdutyServer } from '../../../test/support/channels/pagerduty-server.ts';
import { RETRY_AFTER_S } from '../../../test/support/channels/vendor-server.ts';
import { createStillClock } from '../base/clock.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import {
  findAlertChannel,
  keepAlertChannel,
  listChannelsOfKind,
  removeAlertChannel,
} from '../store/metadata/alert-channels.ts';
import { keepAlert } from '../store/metadata/alerts.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { inTransaction } from '../store/metadata/in-transaction.ts';
import { withdrawAcknowledgement } from '../store/metadata/incident-commands.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { testFindings, testIncident } from '../store/metadata/test-findings.ts';
import { NOON, testNotification } from './alerting.test-support.ts';
import { createNotificationChannel } from './create-notification-channel.ts';
import { realEndpoints } from './notification-channel.ts';
import { createPagerdutyPolling } from './poll-pagerduty.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const KEY = 'R'.repeat(32);
const TOKEN = 'read-only-token-1';

/** A project whose open incidents were told in a pager that is asked what people did. */
async function open({ token = TOKEN, incidents = ['inc_a'] } = {}) {
  const { db } = metadata;
  const tenant: TenantId = await metadata.newTenant();
  // A round asks for all projects: those of earlier tests are none of this one's.
  for (const { tenant: of, channel } of await listChannelsOfKind(db, 'pagerduty'))
    await removeAlertChannel(db, of, channel.id);
  const clock = createStillClock(NOON);
  const now = () => clock.now();
  const server = await startPagerdutyServer(KEY, { readToken: TOKEN, now });
  onTestFinished(() => server.stop());
  const region = { us: server.url, eu: server.url };
  const endpoints = { ...realEndpoints, pagerduty: region, pagerdutyRest: region };
  const channelTools = { rules: { allowed: ['127.0.0.1/32'] }, now, endpoints };
  const secrets = { routingKey: KEY, readToken: token };
  const id = `chn_${tenant}`;
  const made = {
    id,
    name: 'pager',
    kind: 'pagerduty' as const,
    settings: {},
    paused: false,
    createdBy: 'x',
    createdAt: 0,
  };
  await keepAlertChannel(db, tenant, { channel: { ...made, secrets: ['readToken'] }, sealed: new Uint8Array(1) });
  const found = incidents.map((one) => testIncident(one));
  await keepFindings(db, tenant, testFindings(MINUTE, { incidents: found }), undefined);
  const pager = createNotificationChannel({ kind: 'pagerduty', settings: {}, secrets }, channelTools);
  const say = (notification: ReturnType<typeof testNotification>) =>
    pager.deliver({ notification, reference: undefined, mayHaveArrived: false, signal: new AbortController().signal });
  for (const subject of incidents) {
    const thread = `fs:${tenant}:${subject}`;
    const told = { at: NOON, firstDueAt: NOON, channels: [id], mark: '', acknowledged: false };
    const state = { level: 'page' as const, decidedAt: 0, step: 1, round: 0, told };
    const alert = { subject, kind: 'incident' as const, route: 'r', thread, entities: [], carries: [], state };
    await inTransaction(db, (trx) => keepAlert(trx, tenant, alert, { dueAt: NOON + HOUR }));
    await say(testNotification({ thread }));
  }
  const tools = {
    db,
    channelTools,
    chance: () => 0.5,
    logger: createLogger({ level: 'error', name: 'test', write: () => {} }),
    telemetry: createSelfTelemetry(),
    openSecrets: (of: TenantId) => (of === tenant ? secrets : undefined),
  };
  let polling = createPagerdutyPolling(tools);
  const asked = () => server.requests.filter(({ method }) => method === 'GET').length;
  return {
    db,
    tenant,
    server,
    clock,
    say,
    asked,
    look: async (passMs = 4 * SECOND) => {
      clock.advance(passMs);
      await polling.look(new AbortController().signal);
    },
    restart: () => {
      polling = createPagerdutyPolling(tools);
    },
    incident: async (subject = 'inc_a') => (await findIncident(db, tenant, subject as never))!,
    channel: async () => (await findAlertChannel(db, tenant, id))!.channel,
    key: (subject = 'inc_a') => `fs:${tenant}:${subject}`,
  };
}

test('who acknowledges there is on it here, by that name and from that time, and is heard once', async () => {
  const { db, tenant, server, clock, look, restart, incident, key } = await open();
  await look();
  expect((await incident()).state).toBe('open');
  clock.advance(SECOND);
  server.act(key(), 'acknowledge', 'Ben');
  const at = clock.now();
  await look();
  expect(await incident()).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Ben', acknowledgedAt: at });
  await withdrawAcknowledgement(db, tenant, 'inc_a' as never, { by: 'ana', now: clock.now(), note: '' });
  await look();
  restart();
  await look();
  expect((await incident()).state).toBe('open');
});

test('an acknowledgement that ran out there is taken back here, and the next one counts again', async () => {
  const { server, look, incident, key } = await open();
  server.act(key(), 'acknowledge', 'Ben');
  await look();
  server.act(key(), 'unacknowledge');
  await look();
  expect((await incident()).state).toBe('open');
  server.act(key(), 'acknowledge', 'Cleo');
  await look();
  expect(await incident()).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Cleo' });
});

test('what our own calls brought about there is no person, and a resolve of a person resolves here', async () => {
  const { server, look, say, incident, key } = await open();
  await say(testNotification({ thread: key(), state: 'acknowledged', reason: 'acknowledged' }));
  await look();
  expect([server.alerts[0]?.state, (await incident()).state]).toEqual(['acknowledged', 'open']);
  await say(testNotification({ thread: key(), state: 'over', reason: 'ended' }));
  await look();
  expect((await incident()).state).toBe('open');
  await say(testNotification({ thread: key() }));
  server.act(key(), 'resolve', 'Ben');
  await look();
  expect(await incident()).toMatchObject({ state: 'resolved', closure: 'by-hand' });
});

test('a pager that wants a pause is left alone so long, and a wrong token is shown on the channel until it is right', async () => {
  const { server, look, asked, channel, incident, key } = await open();
  server.act(key(), 'acknowledge', 'Ben');
  server.misbehave('busy');
  await look();
  expect(await channel()).toMatchObject({ deafSince: NOON + 4 * SECOND, deafBecause: expect.stringContaining('429') });
  await look(RETRY_AFTER_S * SECOND - 1);
  expect(asked()).toBe(1);
  server.misbehave('wrong-key');
  await look(SECOND);
  expect(await channel()).toMatchObject({ deafBecause: expect.stringContaining('does not accept the credentials') });
  await look(MINUTE);
  expect((await channel()).deafSince).toBeUndefined();
  expect((await incident()).acknowledgedBy).toBe('Ben');
});

test('a token that is not theirs, an answer that never ends and a redirect are told, and none of them holds the token', async () => {
  const { look, channel } = await open({ token: 'another-token-00001' });
  await look();
  const { deafBecause = '' } = await channel();
  expect(deafBecause).toContain('HTTP 401');
  expect(deafBecause).not.toContain('another-token');
  for (const odd of ['endless', 'elsewhere', 'cut'] as const) {
    const pager = await open();
    pager.server.misbehave(odd);
    await pager.look();
    expect((await pager.channel()).deafSince, odd).toBe(NOON + 4 * SECOND);
  }
});

test('of many open threads a round asks eight, those first that were asked longest ago', async () => {
  const incidents = Array.from({ length: 20 }, (_, index) => `inc_${index}`);
  const { server, look, asked } = await open({ incidents });
  await look();
  expect(asked()).toBe(8);
  await look();
  await look();
  const keys = server.requests
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => new URL(path, server.url).searchParams.get('incident_key'));
  expect(new Set(keys).size).toBe(20);
});
