// What a receiver of webhooks is really sent over the lives of a prediction, an incident and a channel.
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/support/channels/webhook-receiver.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { acknowledgeIncident } from '../store/metadata/incident-commands.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { testFindings, testIncident, testOdds, testPrediction } from '../store/metadata/test-findings.ts';
import { composeAlerting, NOON, testRoute, WEBHOOK_SECRET } from './alerting.test-support.ts';

let metadata: TestMetadata;
let tenant: TenantId;
let alerting: ReturnType<typeof composeAlerting>;
let receiver: WebhookReceiver;
let channel: string;
let watermark: number;

beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

beforeEach(async () => {
  tenant = await metadata.newTenant();
  alerting = composeAlerting(metadata.db, tenant);
  receiver = await receiverOf(WEBHOOK_SECRET);
  channel = await alerting.addWebhook('hook', receiver.url);
  await alerting.setRoutes([testRoute({ channels: [channel], groupWaitSeconds: 0 })]);
  watermark = NOON;
});

async function receiverOf(secret: string): Promise<WebhookReceiver> {
  const made = await startWebhookReceiver(secret, () => alerting.clock.now());
  onTestFinished(() => made.stop());
  return made;
}

/** Keeps a tick with what was found, and delivers what is due a minute later. */
async function tick(found: { predictions?: readonly Prediction[]; incidents?: readonly Incident[] }): Promise<void> {
  watermark += MINUTE;
  const findings = testFindings(watermark, found);
  const decide = await alerting.raising.decide(tenant, findings);
  await keepFindings(metadata.db, tenant, findings, undefined, [], decide);
  await alerting.pass(MINUTE);
}

const typesOf = (id: string): string[] => receiver.events.filter(({ data }) => data.id === id).map(({ type }) => type);

test('a prediction is told when it is issued, revised, frozen and closed; another when it is withdrawn', async () => {
  const known = { issuedAt: NOON, updatedAt: NOON, actBy: NOON + HOUR };
  const foretell = (id: string, revision: number, fields: Partial<Prediction>) =>
    tick({ predictions: [testPrediction(id, { ...known, revision, ...fields })] });
  await foretell('prd_a', 1, { odds: testOdds(0.5) });
  await foretell('prd_a', 2, { odds: testOdds(0.8) });
  await foretell('prd_a', 3, { odds: testOdds(0.8), state: 'frozen' });
  await foretell('prd_a', 4, { odds: testOdds(0.8), state: 'closed', outcome: 'miss' });
  expect(typesOf('prd_a')).toEqual([
    'prediction.issued',
    'prediction.revised',
    'prediction.frozen',
    'prediction.closed',
  ]);
  await foretell('prd_b', 1, { odds: testOdds(0.6) });
  await foretell('prd_b', 2, { odds: testOdds(0.6), state: 'withdrawn' });
  expect(typesOf('prd_b')).toEqual(['prediction.issued', 'prediction.withdrawn']);
});

test('an incident is told when it opens, when somebody takes it, and when it is over', async () => {
  const burning = testIncident('inc_a', { severity: 'critical', startedAt: NOON, detectedAt: NOON });
  await tick({ incidents: [burning] });
  const act = { by: 'ana', note: '', now: alerting.clock.now() };
  await acknowledgeIncident(metadata.db, tenant, burning.id, act);
  await alerting.pass(MINUTE);
  await tick({ incidents: [{ ...burning, state: 'resolved', resolvedAt: alerting.clock.now() }] });
  expect(typesOf('inc_a')).toEqual(['incident.opened', 'incident.updated', 'incident.resolved']);
});

test('while a secret is being changed both are good, and after the next change the oldest is not', async () => {
  const changed = await alerting.desk.rotate(tenant, channel);
  const { secret } = changed.ok ? changed.value : {};
  const send = () => alerting.desk.test(tenant, channel, 'ana', new AbortController().signal);
  const before = receiver.events.length;
  expect(await send()).toMatchObject({ ok: true, value: { ok: true } });
  expect(receiver.events.slice(before).map(({ type }) => type)).toEqual(['webhook.test']);

  const fresh = await receiverOf(secret!);
  const moved = await alerting.desk.update(tenant, channel, { settings: { url: fresh.url } });
  expect(moved.ok).toBe(true);
  expect(await send()).toMatchObject({ ok: true, value: { ok: true } });

  await alerting.desk.rotate(tenant, channel);
  expect(await send()).toMatchObject({ ok: true, value: { ok: true } });
  await alerting.desk.update(tenant, channel, { settings: { url: receiver.url } });
  expect(await send()).toMatchObject({ ok: true, value: { ok: false } });
});
