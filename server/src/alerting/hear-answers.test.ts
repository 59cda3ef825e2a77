import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hmacSha256 } from '../base/crypto/hmac.ts';
import { keepAlertChannel } from '../store/metadata/alert-channels.ts';
import { keepAlert } from '../store/metadata/alerts.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { inTransaction } from '../store/metadata/in-transaction.ts';
import { resolveIncident } from '../store/metadata/incident-commands.ts';
import { listVerdicts } from '../store/metadata/incident-verdicts.ts';
import { findIncident, listIncidentActivity } from '../store/metadata/incidents.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { testFindings, testIncident } from '../store/metadata/test-findings.ts';
import { NOON } from './alerting.test-support.ts';
import { hearAnswer } from './hear-answers.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

const SECRETS = { signingSecret: 'a'.repeat(32), webhookSecret: 'of pagerduty' };
const id = 'inc_a' as never;
const thread = 'fs:acme:shop:incident:inc_a';

/** A project with an open incident that was told, and a channel of the kind. */
async function open(kind: 'slack' | 'pagerduty') {
  const { db } = metadata;
  const tenant: TenantId = await metadata.newTenant();
  await keepFindings(db, tenant, testFindings(MINUTE, { incidents: [testIncident('inc_a')] }), undefined);
  const channel = `chn_${tenant}`;
  const settings: Record<string, string> = kind === 'slack' ? { responders: 'U0000001=ana' } : {};
  const made = {
    id: channel,
    name: 'oncall',
    kind,
    settings,
    secrets: [],
    paused: false,
    createdBy: 'x',
    createdAt: 0,
  };
  await keepAlertChannel(db, tenant, { channel: made, sealed: new Uint8Array(1) });
  const state = { level: 'page' as const, decidedAt: 0, step: 1, round: 0 };
  const alert = { subject: 'inc_a', kind: 'incident' as const, route: 'r', thread, entities: [], carries: [], state };
  await inTransaction(db, (trx) => keepAlert(trx, tenant, alert, { dueAt: NOON }));
  const whispers: { user: string; text: string }[] = [];
  const tools = {
    db,
    openSecrets: () => SECRETS,
    whisper: async (_: unknown, words: (typeof whispers)[number]) => void whispers.push(words),
  };
  const hear = (headers: Record<string, string>, body: string) =>
    hearAnswer({ kind, channel, headers, body }, tools, NOON);
  const names = async () => (await findIncident(db, tenant, id))?.acknowledgedBy;
  return { db, tenant, hear, names, whispers };
}

function slack(
  user: string,
  action: object,
  sentAt = NOON,
  secret = SECRETS.signingSecret,
): [Record<string, string>, string] {
  const payload = { type: 'block_actions', user: { id: user }, actions: [{ action_ts: '1.2', ...action }] };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const at = String(sentAt / SECOND);
  const signature = `v0=${hmacSha256(secret, `v0:${at}:${body}`, 'hex')}`;
  return [{ 'x-slack-request-timestamp': at, 'x-slack-signature': signature }, body];
}

const ACK = { action_id: 'ack', value: 'incident inc_a' };

test('a signed press of a responder acknowledges under that name, once', async () => {
  const { db, tenant, hear, names } = await open('slack');
  expect(await hear(...slack('U0000001', ACK))).toBe(200);
  expect(await hear(...slack('U0000001', ACK))).toBe(200);
  expect(await names()).toBe('ana');
  expect((await listIncidentActivity(db, tenant, id)).filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
});

test('a wrong signature, an old one and nonsense change nothing', async () => {
  const { hear, names } = await open('slack');
  expect(await hear(...slack('U0000001', ACK, NOON, 'b'.repeat(32)))).toBe(401);
  expect(await hear(...slack('U0000001', ACK, NOON - 6 * MINUTE))).toBe(401);
  expect(await hear({}, 'payload=x')).toBe(401);
  expect(await names()).toBeUndefined();
});

test('somebody who may not act is told so, alone, and by which name an admin lets them', async () => {
  const { hear, names, whispers } = await open('slack');
  expect(await hear(...slack('U0000002', ACK))).toBe(200);
  expect(whispers).toEqual([{ user: 'U0000002', text: expect.stringContaining('add U0000002=your-name') }]);
  expect(await names()).toBeUndefined();
  // A button that opens a page needs no right.
  expect(await hear(...slack('U0000002', { action_id: 'open-0' }))).toBe(200);
  expect(whispers).toHaveLength(1);
});

test('what is pressed too late is answered with the reason', async () => {
  const { db, tenant, hear, whispers } = await open('slack');
  await resolveIncident(db, tenant, id, { by: 'ben', now: NOON, note: '' });
  expect(await hear(...slack('U0000001', ACK))).toBe(200);
  expect(whispers).toEqual([{ user: 'U0000001', text: expect.stringContaining('Nothing was changed') }]);
});

test('whether it was real is kept as the word of who pressed, and the last one counts', async () => {
  const { db, tenant, hear } = await open('slack');
  await hear(...slack('U0000001', { action_id: 'useful', action_ts: '1.3', value: 'incident inc_a' }));
  await hear(...slack('U0000001', { action_id: 'not-useful', action_ts: '1.4', value: 'incident inc_a' }));
  expect(await listVerdicts(db, tenant, id)).toEqual([{ by: 'ana', says: 'noise', at: NOON }]);
});

test('a snooze that is chosen there holds until its end', async () => {
  const { db, tenant, hear } = await open('slack');
  const snooze = { action_id: 'snooze', selected_option: { value: 'PT2H incident inc_a' } };
  expect(await hear(...slack('U0000001', snooze))).toBe(200);
  expect((await findIncident(db, tenant, id))?.snooze).toMatchObject({ until: NOON + 2 * HOUR, by: 'ana' });
});

test('an acknowledgement in the pager is known by its key, and only when it is signed', async () => {
  const { hear, names } = await open('pagerduty');
  const event = {
    id: 'e1',
    event_type: 'incident.acknowledged',
    agent: { type: 'user_reference', summary: 'Ben' },
    data: { incident_key: thread },
  };
  const body = JSON.stringify({ event });
  expect(await hear({ 'x-pagerduty-signature': 'v1=00' }, body)).toBe(401);
  expect(await names()).toBeUndefined();
  const signature = `v1=00,v1=${hmacSha256(SECRETS.webhookSecret, body, 'hex')}`;
  expect(await hear({ 'x-pagerduty-signature': signature }, body)).toBe(200);
  expect(await names()).toBe('Ben');
});

test('a resolve by a person there is recorded here under that name; what our own calls set off there is not', async () => {
  const { db, tenant, hear, names } = await open('pagerduty');
  const say = (event_type: string, number: number, agent: object | null) => {
    const body = JSON.stringify({ event: { id: `e${number}`, event_type, agent, data: { incident_key: thread } } });
    return hear({ 'x-pagerduty-signature': `v1=${hmacSha256(SECRETS.webhookSecret, body, 'hex')}` }, body);
  };
  const ben = { type: 'user_reference', summary: 'Ben' };
  await say('incident.acknowledged', 1, ben);
  await say('incident.unacknowledged', 2, null);
  expect(await names()).toBeUndefined();
  const integration = { type: 'events_api_v2_inbound_integration_reference', summary: 'Foreshock' };
  await say('incident.resolved', 3, integration);
  expect((await findIncident(db, tenant, id))?.state).toBe('open');
  await say('incident.resolved', 4, ben);
  await say('incident.resolved', 4, ben);
  expect((await findIncident(db, tenant, id))?.state).toBe('resolved');
  const activity = await listIncidentActivity(db, tenant, id);
  expect(activity.filter(({ kind }) => kind === 'resolved')).toMatchObject([
    { by: 'Ben', time: NOON, text: expect.stringContaining('by oncall') },
  ]);
});
