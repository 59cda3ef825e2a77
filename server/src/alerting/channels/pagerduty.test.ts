import { expect, onTestFinished, test } from 'vitest';
import { startPagerdutyServer } from '../../../../test/support/channels/pagerduty-server.ts';
import { NOON, testNotification } from '../alerting.test-support.ts';
import { createNotificationChannel } from '../create-notification-channel.ts';
import { describeNotificationChannel } from '../notification-channel.contract.ts';
import { realEndpoints } from '../notification-channel.ts';

const KEY = 'R'.repeat(32);

describeNotificationChannel({
  kind: 'pagerduty',
  knowsTwice: true,
  async start() {
    const server = await startPagerdutyServer(KEY);
    return {
      settings: {},
      secrets: { routingKey: KEY },
      endpoints: { pagerduty: { us: server.url, eu: server.url } },
      seen: () => server.alerts.map(({ summary }) => summary),
      misbehave: server.misbehave,
      stop: server.stop,
    };
  },
});

test('an alert that gets worse is ended and triggered anew, since an open one keeps its severity', async () => {
  const server = await startPagerdutyServer(KEY);
  onTestFinished(() => server.stop());
  const pagerduty = { us: server.url, eu: server.url };
  const tools = { rules: { allowed: ['127.0.0.1/32'] }, now: () => NOON, endpoints: { ...realEndpoints, pagerduty } };
  const channel = createNotificationChannel({ kind: 'pagerduty', settings: {}, secrets: { routingKey: KEY } }, tools);
  let reference: unknown;
  const say = async (fields: Parameters<typeof testNotification>[0]) => {
    const signal = new AbortController().signal;
    const sent = await channel.deliver({
      notification: testNotification(fields),
      reference,
      mayHaveArrived: false,
      signal,
    });
    if (sent.ok && sent.value.reference !== undefined) reference = sent.value.reference;
  };
  await say({ severity: 'warning' });
  await say({ severity: 'warning', reason: 'changed' });
  await say({ severity: 'critical', reason: 'worsened' });
  await say({ severity: 'critical', reason: 'acknowledged', state: 'acknowledged' });
  expect(server.alerts.map(({ severity, state }) => `${severity} ${state}`)).toEqual([
    'warning resolved',
    'critical acknowledged',
  ]);
  await say({ state: 'over', reason: 'ended' });
  await say({ reason: 'digest', headline: 'Digest: 2 things' });
  expect([server.alerts.at(-1)?.state, server.changes]).toEqual(['resolved', ['Digest: 2 things']]);
});
