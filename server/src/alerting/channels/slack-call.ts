// One call of Slack's Web API: https://docs.slack.dev/apis/web-api/
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { jsonOf } from '../json-of.ts';
import type { ChannelTools, Delivery } from '../notification-channel.ts';
import { oneLine } from '../plain-line.ts';
import { sendJson } from './send-json.ts';

const SlackAnswer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
export type SlackAnswer = z.infer<typeof SlackAnswer>;

/** The message to edit is gone or no longer ours: it is said anew. */
export const LOST: ReadonlySet<string> = new Set([
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

export interface SlackCall {
  readonly method: string;
  /** JSON, or a form for the methods that read. */
  readonly body: { readonly json: object } | { readonly form: Readonly<Record<string, string>> };
  readonly token: string;
}

/** Errors as `NotificationChannel`; none holds the token. */
export async function callSlack(
  { method, body, token }: SlackCall,
  tools: ChannelTools,
  { signal }: Partial<Pick<Delivery, 'signal'>>,
): Promise<Result<SlackAnswer>> {
  const isJson = 'json' in body;
  const type = isJson ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded';
  const sent = await sendJson(
    {
      url: `${tools.endpoints.slack}/${method}`,
      headers: { 'content-type': type, authorization: `Bearer ${token}` },
      body: isJson ? JSON.stringify(body.json) : new URLSearchParams(body.form).toString(),
    },
    tools,
    signal ? { signal } : {},
  );
  return sent.ok ? readAnswer(sent.value.text, method) : sent;
}

/** Slack says most of its errors with HTTP 200. */
function readAnswer(text: string, method: string): Result<SlackAnswer> {
  const parsed = SlackAnswer.safeParse(jsonOf(text));
  if (!parsed.success) return failure('channel-unavailable', `Slack's answer to ${method} cannot be read`);
  const answer = parsed.data;
  if (answer.ok) return success(answer);
  const error = oneLine(answer.error ?? 'unknown').slice(0, 80);
  if (error === 'ratelimited' || error === 'rate_limited')
    return failure('channel-unavailable', 'Slack has had enough for now (ratelimited)', 30 * SECOND);
  if (REFUSED.has(error) || LOST.has(error)) return failure('channel-refused', `Slack refused ${method}: ${error}`);
  return failure('channel-unavailable', `Slack refused ${method}: ${error}; look at the app's rights and the channel`);
}
