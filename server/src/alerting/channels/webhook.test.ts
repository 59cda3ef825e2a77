import { expect, onTestFinished, test } from 'vitest';
import { startWebhookReceiver } from '../../../../test/support/channels/webhook-receiver.ts';
import { NOON, testNotification, WEBHOOK_SECRET } from '../alerting.test-support.ts';
import { createNotificationChannel } from '../create-notification-channel.ts';
import { describeNotificationChannel } from '../notification-channel.contract.ts';
import { realEndpoints } from '../notification-channel.ts';

describeNotificationChannel({
  kind: 'webhook',
  knowsTwice: true,
  async start() {
    const server = await startWebhookReceiver(WEBHOOK_SECRET, () => NOON);
    return {
      settings: { url: server.url },
      secrets: { secret: WEBHOOK_SECRET },
      // What the program behind it took, by id.
      seen: () => server.events.map(({ data }) => JSON.stringify(data)),
      misbehave: server.misbehave,
      stop: server.stop,
    };
  },
});

test('while a secret is rotated both sign, so that a receiver with either takes it', async () => {
  const fresh = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  for (const known of [WEBHOOK_SECRET, fresh]) {
    const server = await startWebhookReceiver(known, () => NOON);
    onTestFinished(() => server.stop());
    const tools = { rules: { allowed: ['127.0.0.1/32'] }, now: () => NOON, endpoints: realEndpoints };
    const secrets = { secret: fresh, previousSecret: WEBHOOK_SECRET };
    const channel = createNotificationChannel({ kind: 'webhook', settings: { url: server.url }, secrets }, tools);
    const signal = new AbortController().signal;
    const sent = await channel.deliver({
      notification: testNotification(),
      reference: undefined,
      mayHaveArrived: false,
      signal,
    });
    expect([sent.ok, server.events.length]).toEqual([true, 1]);
  }
});
