// What people press in a channel comes back here. A stranger can send to the same address: nothing is believed before its
// signature was checked against the secret of that very channel, and nothing is heard twice.
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { hmacSha256, isSameText } from '../base/crypto/hmac.ts';
import { findChannelAnywhere } from '../store/metadata/alert-channels.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import type { Whisper } from './channels/slack-whisper.ts';
import { hearPagerduty } from './hear-pagerduty.ts';
import { hearSlack } from './hear-slack.ts';
import { jsonOf } from './json-of.ts';
import type { ChannelSecrets } from './notification-channel.ts';

export interface Heard {
  readonly kind: string;
  readonly channel: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface HearTools {
  readonly db: Db;
  readonly openSecrets: (tenant: TenantId, channel: string, sealed: Uint8Array) => ChannelSecrets | undefined;
  readonly whisper: Whisper;
}

/** HTTP status: 200 heard, 400 not understood, 401 not signed by the other side, 404 no such channel. */
export type HeardStatus = 200 | 400 | 401 | 404;

/** Slack's own advice against what was recorded and is sent again. */
const OLDEST_MS = 5 * MINUTE;

export async function hearAnswer(heard: Heard, tools: HearTools, now: Timestamp): Promise<HeardStatus> {
  const found = await findChannelAnywhere(tools.db, heard.channel);
  if (!found || found.channel.kind !== heard.kind) return 404;
  const { tenant, channel, sealed } = found;
  const secrets = tools.openSecrets(tenant, channel.id, sealed);
  if (channel.kind === 'slack') {
    if (!isSignedBySlack(heard, secrets?.signingSecret, now)) return 401;
    const payload = jsonOf(new URLSearchParams(heard.body).get('payload') ?? '');
    const { status, whisper } = await hearSlack(payload, { tenant, channel }, tools.db, now);
    if (whisper && secrets)
      await tools.whisper({ conversation: channel.settings.conversation ?? '', secrets }, whisper);
    return status;
  }
  if (channel.kind === 'pagerduty') {
    if (!isSignedByPagerduty(heard, secrets?.webhookSecret)) return 401;
    return hearPagerduty(jsonOf(heard.body), { tenant, channel }, tools.db, now);
  }
  return 404;
}

function isSignedBySlack({ headers, body }: Heard, secret: string | undefined, now: Timestamp): boolean {
  const sentAt = String(headers['x-slack-request-timestamp']);
  if (secret === undefined || !(Math.abs(now - Number(sentAt) * SECOND) <= OLDEST_MS)) return false;
  const expected = `v0=${hmacSha256(secret, `v0:${sentAt}:${body}`, 'hex')}`;
  return isSameText(String(headers['x-slack-signature']), expected);
}

/** https://developer.pagerduty.com/docs/verifying-webhook-signatures */
function isSignedByPagerduty({ headers, body }: Heard, secret: string | undefined): boolean {
  if (secret === undefined) return false;
  const expected = `v1=${hmacSha256(secret, body, 'hex')}`;
  const given = String(headers['x-pagerduty-signature']).split(',');
  return given.some((one) => isSameText(one.trim(), expected));
}
