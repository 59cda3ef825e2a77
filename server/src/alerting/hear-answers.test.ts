import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hmacSha256 } from '../base/crypto/hmac.ts';
import { keepAlertChannel } from '../store/metadata/alert-channels.ts';
import { keepAlert } from '../store/metadata/alerts.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { inTransaction } from '../store/metadata/in-transaction.ts';
import { findIncidentSnooze } from '../store/metadata/incident-snoozes.ts';
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
  const hear = (headers: Record<string, string>, body: string) =>
    hearAnswer({ kind, channel, headers, body }, { db, openSecrets: () => SECRETS }, NOON);
  const names = async () => (await findIncident(db, tenant, id))?.acknowledgedBy;
  return { db, tenant, hear, names };
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

test('a wrong signature, an old one, a stranger and nonsense change nothing', async () => {
  const { hear, names } = await open('slack');
  expect(await hear(...slack('U0000001', ACK, NOON, 'b'.repeat(32)))).toBe(401);
  expect(await hear(...slack('U0000001', ACK, NOON - 6 * MINUTE))).toBe(401);
  expect(await hear(...slack('U0000002', ACK))).toBe(403);
  expect(await hear({}, 'payload=x')).toBe(401);
  expect(await names()).toBeUndefined();
});

test('a snooze that is chosen there holds until its end', async () => {
  const { db, tenant, hear } = await open('slack');
  const snooze = { action_id: 'snooze', selected_option: { value: 'PT2H incident inc_a' } };
  expect(await hear(...slack('U0000001', snooze))).toBe(200);
  expect(await findIncidentSnooze(db, tenant, id, NOON)).toEqual({ until: NOON + 2 * HOUR, by: 'ana' });
});

test('an acknowledgement in the pager is known by its key, and only when it is signed', async () => {
  const { hear, names } = await open('pagerduty');
  const event = {
    id: 'e1',
    event_type: 'incident.acknowledged',
    agent: { summary: 'Ben' },
    data: { incident_key: thread },
  };
  const body = JSON.stringify({ event });
  expect(await hear({ 'x-pagerduty-signature': 'v1=00' }, body)).toBe(401);
  expect(await names()).toBeUndefined();
  const signature = `v1=00,v1=${hmacSha256(SECRETS.webhookSecret, body, 'hex')}`;
  expect(await hear({ 'x-pagerduty-signature': signature }, body)).toBe(200);
  expect(await names()).toBe('Ben');
});
