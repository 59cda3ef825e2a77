// Slack by a bot token: one message for each thread, edited as things go on; a reply where people should look again.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Notification, TellReason } from '@foreshock/model/notification.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { jsonOf } from '../json-of.ts';
import type { ChannelSecrets, ChannelTools, Delivery, NotificationChannel, Receipt } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';
import { sendJson } from './send-json.ts';
import { escapeMrkdwn, slackMessage } from './slack-message.ts';

const Reference = z.object({ channel: z.string(), ts: z.string() });
type Reference = z.infer<typeof Reference>;

const Answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
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
/** The message to edit is gone or no longer ours: it is said anew. */
const LOST: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
]);
/** The same will not be taken later. */
const REFUSED: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'invalid_arg_name',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'metadata_too_large',
  'too_many_attachments',
]);
const LOOK_BACK = '100';

export function createSlackChannel(
  conversation: string,
  secrets: ChannelSecrets,
  tools: ChannelTools,
): NotificationChannel {
  const answers = secrets.signingSecret !== undefined;
  const authorization = `Bearer ${secrets.botToken ?? ''}`;
  const call = async (method: string, body: object, delivery: Delivery): Promise<Result<Answer>> => {
    const headers = { 'content-type': 'application/json; charset=utf-8', authorization };
    const request = { url: `${tools.endpoints.slack}/${method}`, headers, body: JSON.stringify(body) };
    const sent = await sendJson(request, tools, delivery);
    return sent.ok ? readAnswer(sent.value.text, method) : sent;
  };
  /** Methods that read take forms and no JSON. */
  const ask = async (method: string, fields: Record<string, string>, delivery: Delivery): Promise<Result<Answer>> => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
    const body = new URLSearchParams(fields).toString();
    const sent = await sendJson({ url: `${tools.endpoints.slack}/${method}`, headers, body }, tools, delivery);
    return sent.ok ? readAnswer(sent.value.text, method) : sent;
  };

  const post = async (delivery: Delivery): Promise<Result<Receipt>> => {
    const { notification } = delivery;
    const posted = await call(
      'chat.postMessage',
      { ...bodyOf(notification, answers), channel: conversation },
      delivery,
    );
    if (!posted.ok) return posted;
    const { ts, channel } = posted.value;
    return success({ reference: { channel: channel ?? conversation, ts }, detail: 'message posted' });
  };

  /** Of the newest messages the one that carries `key`. */
  const find = async (key: 'thread' | 'id', delivery: Delivery, under?: Reference): Promise<Reference | undefined> => {
    const method = under ? 'conversations.replies' : 'conversations.history';
    const fields = { channel: under?.channel ?? conversation, limit: LOOK_BACK, include_all_metadata: 'true' };
    // Without the right to read history nothing is found, and the message is posted: rather twice than never.
    const read = await ask(method, { ...fields, ...(under && { ts: under.ts }) }, delivery);
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
      const edited = await call('chat.update', { ...bodyOf(notification, answers), ...reference }, delivery);
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
      const replied = await call('chat.postMessage', reply, delivery);
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

/** Slack says most of its errors with HTTP 200. */
function readAnswer(text: string, method: string): Result<Answer> {
  const parsed = Answer.safeParse(jsonOf(text));
  if (!parsed.success) return failure('channel-unavailable', `Slack's answer to ${method} cannot be read`);
  const answer = parsed.data;
  if (answer.ok) return success(answer);
  const error = oneLine(answer.error ?? 'unknown').slice(0, 80);
  if (error === 'ratelimited' || error === 'rate_limited')
    return failure('channel-unavailable', 'Slack has had enough for now (ratelimited)', 30 * SECOND);
  if (REFUSED.has(error) || LOST.has(error)) return failure('channel-refused', `Slack refused ${method}: ${error}`);
  return failure('channel-unavailable', `Slack refused ${method}: ${error}; look at the app's rights and the channel`);
}
