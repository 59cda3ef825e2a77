import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { type GuardedAnswer, requestGuarded } from '../../base/net/guarded-request.ts';
import type { ChannelTools, Delivery } from '../notification-channel.ts';

export interface SentJson {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const TIMEOUT_MS = 10 * SECOND;
const MAX_ANSWER_BYTES = 65_536;

/** Posts JSON; an answer that is no success is an error as `NotificationChannel` tells them apart. */
export async function sendJson(
  { url, headers, body }: SentJson,
  tools: ChannelTools,
  { signal }: Partial<Pick<Delivery, 'signal'>>,
): Promise<Result<GuardedAnswer>> {
  const answer = await requestGuarded({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body,
    rules: tools.rules,
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    ...(signal && { signal }),
  });
  return answer.ok ? judgeStatus(answer.value, new URL(url).host) : answer;
}

/** Asks for JSON; errors as those of `sendJson`. */
export async function getJson(
  { url, headers }: Omit<SentJson, 'body'>,
  tools: Pick<ChannelTools, 'rules'>,
  signal: AbortSignal,
): Promise<Result<GuardedAnswer>> {
  const answer = await requestGuarded({
    method: 'GET',
    url,
    headers: { ...headers },
    body: '',
    rules: tools.rules,
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    signal,
  });
  return answer.ok ? judgeStatus(answer.value, new URL(url).host) : answer;
}

/** A wrong key or address may be put right while the notification waits; a body that is refused stays refused. */
function judgeStatus(answer: GuardedAnswer, host: string): Result<GuardedAnswer> {
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return success(answer);
  if (status === 429) return failure('channel-unavailable', `${host} has had enough for now (HTTP 429)`, retryAfterMs);
  if (status === 400 || status === 413 || status === 415 || status === 422)
    return failure('channel-refused', `${host} refused what was sent (HTTP ${status})`);
  if (status === 401 || status === 403)
    return failure('channel-unavailable', `${host} does not accept the credentials (HTTP ${status}): set them again`);
  if (status === 404 || status === 410)
    return failure(
      'channel-unavailable',
      `${host} does not know the address (HTTP ${status}): look whether it still holds`,
    );
  return failure('channel-unavailable', `${host} is out of order (HTTP ${status})`, retryAfterMs);
}
