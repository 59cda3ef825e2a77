// Microsoft Teams by a workflow's webhook ("Post to a channel when a webhook request is received"): an Adaptive Card.
import { failure, success } from '@foreshock/model/known-error.ts';
import { MOST_FACTS, type Notification } from '@foreshock/model/notification.ts';
import type { ChannelSecrets, ChannelTools, NotificationChannel } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';
import { sendJson } from './send-json.ts';

/** Teams takes 28 KB of a message; facts of these lengths stay far below. */
const MOST_TITLE = 200;
const MOST_TEXT = 1_500;
const MOST_FACT = 600;

export function createTeamsChannel(secrets: ChannelSecrets, tools: ChannelTools): NotificationChannel {
  return {
    async deliver({ notification, signal }) {
      const { url } = secrets;
      if (url === undefined) return failure('channel-refused', 'the channel has no url: set it again');
      const sent = await sendJson({ url, body: JSON.stringify(messageOf(notification)) }, tools, { signal });
      return sent.ok ? success({ detail: `HTTP ${sent.value.status}` }) : sent;
    },
  };
}

function messageOf({ title, headline, facts, links }: Notification) {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: clip(oneLine(headline), MOST_TEXT),
    body: [
      line([run(title, MOST_TITLE, { weight: 'Bolder', size: 'Medium' })]),
      line([run(headline, MOST_TEXT)]),
      ...facts
        .slice(0, MOST_FACTS)
        .map(({ label, text }) => line([run(`${label}: `, MOST_TITLE, { weight: 'Bolder' }), run(text, MOST_FACT)])),
    ],
    actions: links.slice(0, 4).map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

/** Runs of text, unlike blocks of text, are not read as Markdown. */
function line(inlines: readonly object[]) {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string, most: number, look: object = {}) {
  return { type: 'TextRun', text: clip(oneLine(text), most) || '-', ...look };
}
