import { expect, onTestFinished, test } from 'vitest';
import { startSlackServer } from '../../../../test/support/channels/slack-server.ts';
import { NOON, testNotification } from '../alerting.test-support.ts';
import { createNotificationChannel } from '../create-notification-channel.ts';
import { realEndpoints } from '../notification-channel.ts';

const TOKEN = 'xoxb-of-the-test-0001';

async function post(mayUpload: boolean) {
  const server = await startSlackServer(TOKEN, 'C0123456');
  onTestFinished(() => server.stop());
  server.allowFiles(mayUpload);
  const channel = createNotificationChannel(
    { kind: 'slack', settings: { conversation: 'C0123456' }, secrets: { botToken: TOKEN } },
    {
      rules: { allowed: ['127.0.0.1/32'] },
      now: () => NOON,
      endpoints: { ...realEndpoints, slack: server.url },
    },
  );
  const sent = await channel.deliver({
    notification: testNotification(),
    reference: undefined,
    mayHaveArrived: false,
    picture: { png: new Uint8Array(321), alt: 'How the odds went' },
    signal: AbortSignal.timeout(20_000),
  });
  return { server, sent };
}

test('a picture is uploaded under the message that it belongs to', async () => {
  const { server, sent } = await post(true);
  expect(sent).toMatchObject({ ok: true, value: { detail: 'message posted, with a picture' } });
  expect(server.files).toEqual([{ thread_ts: server.messages[0]!.ts, title: 'How the odds went', bytes: 321 }]);
});

test('a bot without the right to upload posts the message, and says why there is no picture', async () => {
  const { server, sent } = await post(false);
  expect(sent).toMatchObject({ ok: true, value: { pictureRefused: expect.stringContaining('missing_scope') } });
  expect([server.messages.length, server.files]).toEqual([1, []]);
});
