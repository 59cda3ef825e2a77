// Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

import { success } from '@foreshock/model/known-error.ts';
import { formatTime, SECOND } from '@foreshock/model/time.ts';
import { hmacSha256 } from '../../base/crypto/hmac.ts';
import type { ChannelSecrets, ChannelTools, NotificationChannel } from '../notification-channel.ts';
import { clip, oneLine } from '../plain-line.ts';
import { sendJson } from './send-json.ts';

const SECRET_PREFIX = 'whsec_';
/** Of one text: programs put them on screens as well. */
const MOST_TEXT = 4_000;

export function createWebhookChannel(url: string, secrets: ChannelSecrets, tools: ChannelTools): NotificationChannel {
  return {
    async deliver({ notification, signal }) {
      const { id, type, at, data } = notification;
      const body = JSON.stringify({ type, timestamp: formatTime(at), data }, (_key, value: unknown) =>
        typeof value === 'string' ? clip(oneLine(value), MOST_TEXT) : value,
      );
      // Of the attempt: receivers refuse old ones.
      const timestamp = String(Math.floor(tools.now() / SECOND));
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        ...signatureHeader(`${id}.${timestamp}.${body}`, secrets),
      };
      const answer = await sendJson({ url, headers, body }, tools, { signal });
      return answer.ok ? success({ detail: `HTTP ${answer.value.status}` }) : answer;
    },
  };
}

/** One signature for each secret that holds, so that a receiver may change its own at any time. */
function signatureHeader(signed: string, { secret, previousSecret }: ChannelSecrets): Record<string, string> {
  const valid = [secret, previousSecret].filter((one) => one !== undefined);
  if (valid.length === 0) return {};
  return { 'webhook-signature': valid.map((one) => `v1,${hmacSha256(keyOf(one), signed, 'base64')}`).join(' ') };
}

function keyOf(secret: string): Uint8Array {
  return Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, 'base64');
}
