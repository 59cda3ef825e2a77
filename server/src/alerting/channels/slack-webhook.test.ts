import { startSlackServer } from '../../../../test/support/channels/slack-server.ts';
import { describeNotificationChannel } from '../notification-channel.contract.ts';

describeNotificationChannel({
  kind: 'slack-webhook',
  knowsTwice: false,
  async start() {
    const server = await startSlackServer('none', 'none');
    return {
      settings: {},
      secrets: { url: `${server.url}/hook` },
      seen: () => server.messages.map(({ text }) => text),
      misbehave: server.misbehave,
      stop: server.stop,
    };
  },
});
