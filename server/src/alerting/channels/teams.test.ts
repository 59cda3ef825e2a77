import { startTeamsServer } from '../../../../test/support/channels/hook-server.ts';
import { describeNotificationChannel } from '../notification-channel.contract.ts';

describeNotificationChannel({
  kind: 'teams',
  knowsTwice: false,
  async start() {
    const server = await startTeamsServer();
    return {
      settings: {},
      secrets: { url: `${server.url}/workflows/secret-path` },
      seen: () => server.taken.map((one) => JSON.stringify(one)),
      misbehave: server.misbehave,
      stop: server.stop,
    };
  },
});
