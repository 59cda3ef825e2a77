import { startAlertmanagerReceiver } from '../../../../test/support/channels/hook-server.ts';
import { describeNotificationChannel } from '../notification-channel.contract.ts';

describeNotificationChannel({
  kind: 'alertmanager',
  knowsTwice: true,
  async start() {
    const server = await startAlertmanagerReceiver('bearer-of-the-test');
    return {
      settings: { url: server.url },
      secrets: { bearerToken: 'bearer-of-the-test' },
      // Whoever takes this form knows alerts by their fingerprints: the newest of each counts.
      seen: () => {
        const newest = new Map(
          server.taken.map((one) => [(one as { groupKey: string }).groupKey, JSON.stringify(one)]),
        );
        return [...newest.values()];
      },
      misbehave: server.misbehave,
      stop: server.stop,
    };
  },
});
