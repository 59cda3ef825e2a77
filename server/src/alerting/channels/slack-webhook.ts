import { failure, success } from '@foreshock/model/known-error.ts';
import type { ChannelSecrets, ChannelTools, NotificationChannel } from '../notification-channel.ts';
import { sendJson } from './send-json.ts';
import { slackMessage } from './slack-message.ts';

/** Slack's plain incoming webhook: it can post and nothing else, so every word is a message of its own. */
export function createSlackWebhookChannel(secrets: ChannelSecrets, tools: ChannelTools): NotificationChannel {
  return {
    async deliver({ notification, signal }) {
      const { url } = secrets;
      if (url === undefined) return failure('channel-refused', 'the channel has no url: set it again');
      const message = { ...slackMessage(notification, false), unfurl_links: false, unfurl_media: false };
      const sent = await sendJson({ url, body: JSON.stringify(message) }, tools, { signal });
      return sent.ok ? success({ detail: 'message posted' }) : sent;
    },
  };
}
