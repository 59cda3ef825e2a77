// Keeps a connection to Slack for each app whose channels are set up for Socket Mode. Slack gives each press to one of an
// app's connections only, so there is one for each app and not for each channel; the conversation says which channel it is.
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import type { Chance } from '../base/crypto/random.ts';
import type { Logger } from '../base/logger.ts';
import { every } from '../base/schedule.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import { listChannelsOfKind } from '../store/metadata/alert-channels.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { keepSlackSocket, type SlackSocket } from './channels/slack-socket.ts';
import type { Whisper } from './channels/slack-whisper.ts';
import { conversationOf, hearSlack } from './hear-slack.ts';
import type { ChannelSecrets, ChannelTools } from './notification-channel.ts';

export interface SlackListeningTools {
  readonly db: Db;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
  readonly chance: Chance;
  readonly channelTools: ChannelTools;
  readonly openSecrets: (tenant: TenantId, channel: string, sealed: Uint8Array) => ChannelSecrets | undefined;
  readonly whisper: Whisper;
}

interface SocketChannel {
  readonly tenant: TenantId;
  readonly channel: AlertChannel;
  readonly secrets: ChannelSecrets;
}

const LOOKS_EVERY_MS = 5 * SECOND;

/** Channels that are made, changed, paused or removed are noticed within seconds. */
export function startSlackListening(tools: SlackListeningTools): { stop(): Promise<void> } {
  const { db, logger, telemetry } = tools;
  const sockets = new Map<string, SlackSocket>();
  let channels: ReadonlyMap<string, readonly SocketChannel[]> = new Map();
  const heard = telemetry.counter('foreshock.alerting.answers', {
    unit: '{answer}',
    description: 'What people pressed in Slack and came by Socket Mode, by what became of it.',
  });

  async function hear(appToken: string, payload: unknown): Promise<void> {
    const conversation = conversationOf(payload);
    const found = channels.get(appToken)?.find(({ channel }) => channel.settings.conversation === conversation);
    if (!found) {
      heard.add(1, { outcome: 'no-channel' });
      return;
    }
    const { tenant, channel, secrets } = found;
    const { status, whisper } = await hearSlack(payload, { tenant, channel }, db, tools.channelTools.now());
    heard.add(1, { outcome: whisper ? 'refused' : status === 200 ? 'heard' : 'not-understood' });
    if (whisper) await tools.whisper({ conversation: conversation ?? '', secrets }, whisper);
  }

  async function look(): Promise<void> {
    channels = await findSocketChannels(tools);
    for (const [appToken, socket] of sockets) {
      if (channels.has(appToken)) continue;
      sockets.delete(appToken);
      await socket.stop();
    }
    for (const [appToken, [one]] of channels) {
      if (sockets.has(appToken)) continue;
      let fault: string | undefined;
      const socket = keepSlackSocket({
        appToken,
        tools: tools.channelTools,
        chance: tools.chance,
        hear: (payload) =>
          hear(appToken, payload).catch((error: unknown) => {
            heard.add(1, { outcome: 'failed' });
            logger.error('answer from slack not heard', { error });
          }),
        onState: (now) => {
          if (now !== fault && now !== undefined)
            logger.warn('no connection for buttons in slack', { channel: one?.channel.id, reason: now });
          fault = now;
        },
      });
      sockets.set(appToken, socket);
    }
  }

  const onError = (error: unknown): void => logger.error('channels of slack not read', { error });
  const first = look().catch(onError);
  const looks = every({ intervalMs: LOOKS_EVERY_MS, work: () => first.then(look), onError });
  return {
    async stop() {
      await Promise.all([first, looks.stop()]);
      await Promise.all([...sockets.values()].map((socket) => socket.stop()));
    },
  };
}

/** By app token. */
async function findSocketChannels({ db, openSecrets }: SlackListeningTools) {
  const found = new Map<string, SocketChannel[]>();
  for (const { tenant, channel, sealed } of await listChannelsOfKind(db, 'slack')) {
    if (channel.paused || !channel.secrets.includes('appToken')) continue;
    const secrets = openSecrets(tenant, channel.id, sealed);
    if (secrets?.appToken === undefined) continue;
    found.set(secrets.appToken, [...(found.get(secrets.appToken) ?? []), { tenant, channel, secrets }]);
  }
  return found;
}
