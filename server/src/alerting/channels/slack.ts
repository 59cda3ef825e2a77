// Slack by a bot token: one message for each thread, edited as things go on; a reply where people should look again.
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Notification, TellReason } from '@foreshock/model/notification.ts';
import { z } from 'zod';
import type { ChannelSecrets, ChannelTools, Delivery, NotificationChannel, Receipt } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';
import { callSlack, LOST, type SlackCall } from './slack-call.ts';
import { escapeMrkdwn, slackMessage } from './slack-message.ts';
import { uploadPicture } from './slack-picture.ts';

const Reference = z.object({ channel: z.string(), ts: z.string() });
type Reference = z.infer<typeof Reference>;

const Answer = z.object({
  ts: z.string().optional(),
  channel: z.string().optional(),
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z.object({ event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
      }),
    )
    .optional(),
});
type Answer = z.infer<typeof Answer>;

const EVENT_TYPE = 'foreshock_notification';
/** What is changed in place without a word; the rest is worth a look and gets a reply. */
const SILENT: ReadonlySet<TellReason> = new Set(['changed']);
const LOUD: ReadonlySet<TellReason> = new Set(['worsened', 'escalated', 'repeated']);
const LOOK_BACK = '100';

export function createSlackChannel(
  conversation: string,
  secrets: ChannelSecrets,
  tools: ChannelTools,
): NotificationChannel {
  const answers = secrets.signingSecret !== undefined || secrets.appToken !== undefined;
  const token = secrets.botToken ?? '';
  const call = async (method: string, body: SlackCall['body'], delivery: Delivery): Promise<Result<Answer>> => {
    const answer = await callSlack({ method, body, token }, tools, delivery);
    return answer.ok ? success(Answer.safeParse(answer.value).data ?? {}) : answer;
  };

  const post = async (delivery: Delivery): Promise<Result<Receipt>> => {
    const { notification } = delivery;
    const posted = await call(
      'chat.postMessage',
      { json: { ...bodyOf(notification, answers), channel: conversation } },
      delivery,
    );
    if (!posted.ok) return posted;
    const { ts, channel = conversation } = posted.value;
    if (!delivery.picture || ts === undefined) return success({ reference: { channel, ts }, detail: 'message posted' });
    // The message stands: without the picture it is still one.
    const shown = await uploadPicture(delivery.picture, { channel, ts }, token, tools, delivery);
    const detail = shown.ok ? 'message posted, with a picture' : `message posted; no picture: ${shown.error.message}`;
    return success({ reference: { channel, ts }, detail, ...(!shown.ok && { pictureRefused: shown.error.message }) });
  };

  /** Of the newest messages the one that carries `key`. */
  const find = async (key: 'thread' | 'id', delivery: Delivery, under?: Reference): Promise<Reference | undefined> => {
    const method = under ? 'conversations.replies' : 'conversations.history';
    const fields = { channel: under?.channel ?? conversation, limit: LOOK_BACK, include_all_metadata: 'true' };
    // Without the right to read history nothing is found, and the message is posted: rather twice than never.
    const read = await call(method, { form: { ...fields, ...(under && { ts: under.ts }) } }, delivery);
    const found = read.ok
      ? read.value.messages?.find((one) => one.metadata?.event_payload?.[key] === delivery.notification[key])
      : undefined;
    return found && { channel: under?.channel ?? conversation, ts: found.ts };
  };

  return {
    async deliver(delivery) {
      const { notification } = delivery;
      const known = Reference.safeParse(delivery.reference).data;
      const reference = known ?? (delivery.mayHaveArrived ? await find('thread', delivery) : undefined);
      if (!reference) return post(delivery);
      const edited = await call('chat.update', { json: { ...bodyOf(notification, answers), ...reference } }, delivery);
      if (!edited.ok) {
        const lost =
          edited.error.code === 'channel-refused' && [...LOST].some((why) => edited.error.message.includes(why));
        return lost ? post(delivery) : edited;
      }
      const isOwn = known === undefined;
      if (isOwn || SILENT.has(notification.reason)) return success({ reference, detail: 'message edited' });
      if (delivery.mayHaveArrived && (await find('id', delivery, reference)))
        return success({ reference, detail: 'message edited, the reply was there' });
      const reply = {
        channel: reference.channel,
        thread_ts: reference.ts,
        text: escapeMrkdwn(clip(oneLine(notification.headline), 2_900)),
        reply_broadcast: LOUD.has(notification.reason),
        ...quiet(notification),
      };
      const replied = await call('chat.postMessage', { json: reply }, delivery);
      return replied.ok ? success({ reference, detail: 'message edited, reply posted' }) : replied;
    },
  };
}

function bodyOf(notification: Notification, answers: boolean) {
  return { ...slackMessage(notification, answers), ...quiet(notification) };
}

/** No previews, no names looked up; and a mark by which the message is found again after a crash. */
function quiet({ id, thread }: Notification) {
  return {
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: EVENT_TYPE, event_payload: { id, thread } },
  };
}
