import { expect, onTestFinished, test } from 'vitest';
import { startSlackServer } from '../../../../test/support/channels/slack-server.ts';
import { NOON, testNotification } from '../alerting.test-support.ts';
import { createNotificationChannel } from '../create-notification-channel.ts';
import { describeNotificationChannel } from '../notification-channel.contract.ts';
import { realEndpoints } from '../notification-channel.ts';
import { escapeMrkdwn } from './slack-message.ts';

const TOKEN = 'xoxb-of-the-test-0001';

describeNotificationChannel({
  kind: 'slack',
  knowsTwice: true,
  async start() {
    const server = await startSlackServer(TOKEN, 'C0123456');
    return {
      settings: { conversation: 'C0123456' },
      secrets: { botToken: TOKEN, signingSecret: 'a'.repeat(32) },
      endpoints: { slack: server.url },
      // A reply in the thread stands apart from the message that is edited.
      seen: () => server.messages.filter((one) => one.thread_ts === undefined).map(({ text }) => text),
      misbehave: server.misbehave,
      stop: server.stop,
    };
  },
});

test('a state that changes is edited and replied to, odds that move are edited alone', async () => {
  const server = await startSlackServer(TOKEN, 'C0123456');
  onTestFinished(() => server.stop());
  const tools = {
    rules: { allowed: ['127.0.0.1/32'] },
    now: () => NOON,
    endpoints: { ...realEndpoints, slack: server.url },
  };
  const description = { kind: 'slack' as const, settings: { conversation: 'C0123456' }, secrets: { botToken: TOKEN } };
  const channel = createNotificationChannel(description, tools);
  let reference: unknown;
  for (const [index, reason] of (['opened', 'changed', 'changed', 'worsened', 'ended'] as const).entries()) {
    const notification = testNotification({ id: `ntf_${index}`, reason, state: reason === 'ended' ? 'over' : 'open' });
    const signal = new AbortController().signal;
    const sent = await channel.deliver({ notification, reference, mayHaveArrived: false, signal });
    reference = sent.ok ? sent.value.reference : undefined;
  }
  expect(server.messages.map(({ thread_ts, edits }) => [thread_ts !== undefined, edits])).toEqual([
    [false, 4],
    [true, 0],
    [true, 0],
  ]);
});

test('nothing in an escaped text is a mention or a link', () => {
  expect(escapeMrkdwn('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
});
