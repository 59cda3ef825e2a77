// What people press in a channel comes back here. A stranger can send to the same address: nothing is believed before its
// signature was checked against the secret of that very channel, and nothing is heard twice.
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE, parseIsoDuration, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { hmacSha256, isSameText } from '../base/crypto/hmac.ts';
import { findChannelAnywhere, isFirstHeard } from '../store/metadata/alert-channels.ts';
import { findAlertByThread } from '../store/metadata/alerts.ts';
import { recordAudit } from '../store/metadata/audit.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { acknowledgeIncident } from '../store/metadata/incident-commands.ts';
import { snoozeIncident } from '../store/metadata/incident-snoozes.ts';
import { acknowledgePrediction, snoozePrediction } from '../store/metadata/predictions.ts';
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
}

/** HTTP status: 200 heard, 400 not understood, 401 not signed by the other side, 403 may not act, 404 no such channel. */
export type HeardStatus = 200 | 400 | 401 | 403 | 404;

/** Slack's own advice against what was recorded and is sent again. */
const OLDEST_MS = 5 * MINUTE;

const SlackPayload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).optional(),
      }),
    )
    .min(1),
});

const PagerdutyPayload = z.object({
  event: z.object({
    id: z.string(),
    event_type: z.string(),
    agent: z.object({ summary: z.string().optional() }).nullish(),
    data: z.object({ incident_key: z.string().nullish() }),
  }),
});

export async function hearAnswer(heard: Heard, tools: HearTools, now: Timestamp): Promise<HeardStatus> {
  const found = await findChannelAnywhere(tools.db, heard.channel);
  if (!found || found.channel.kind !== heard.kind) return 404;
  const { tenant, channel, sealed } = found;
  const secrets = tools.openSecrets(tenant, channel.id, sealed);
  if (channel.kind === 'slack')
    return hearSlack(heard, { tenant, channel, secret: secrets?.signingSecret }, tools.db, now);
  if (channel.kind === 'pagerduty')
    return hearPagerduty(heard, { tenant, channel, secret: secrets?.webhookSecret }, tools.db, now);
  return 404;
}

interface Speaker {
  readonly tenant: TenantId;
  readonly channel: AlertChannel;
  readonly secret: string | undefined;
}

async function hearSlack({ headers, body }: Heard, speaker: Speaker, db: Db, now: Timestamp): Promise<HeardStatus> {
  const sentAt = String(headers['x-slack-request-timestamp']);
  const signature = String(headers['x-slack-signature']);
  const { tenant, channel, secret } = speaker;
  if (secret === undefined || !(Math.abs(now - Number(sentAt) * SECOND) <= OLDEST_MS)) return 401;
  if (!isSameText(signature, `v0=${hmacSha256(secret, `v0:${sentAt}:${body}`, 'hex')}`)) return 401;
  const payload = SlackPayload.safeParse(jsonOf(new URLSearchParams(body).get('payload') ?? ''));
  if (!payload.success) return 400;
  const person = respondersOf(channel).get(payload.data.user.id);
  // Who may read a channel may not therefore act.
  if (person === undefined) return 403;
  for (const { action_id, action_ts, value, selected_option } of payload.data.actions) {
    if (!(await isFirstHeard(db, tenant, channel.id, `${action_ts} ${action_id}`, now))) continue;
    if (action_id === 'ack') await act({ db, tenant, channel, person, now }, value ?? '');
    if (action_id === 'snooze') {
      const [length = '', ...subject] = (selected_option?.value ?? '').split(' ');
      await act({ db, tenant, channel, person, now, snoozeFor: parseIsoDuration(length) }, subject.join(' '));
    }
  }
  return 200;
}

/** https://developer.pagerduty.com/docs/verifying-webhook-signatures */
async function hearPagerduty({ headers, body }: Heard, speaker: Speaker, db: Db, now: Timestamp): Promise<HeardStatus> {
  const { tenant, channel, secret } = speaker;
  if (secret === undefined) return 401;
  const expected = `v1=${hmacSha256(secret, body, 'hex')}`;
  const given = String(headers['x-pagerduty-signature']).split(',');
  if (!given.some((one) => isSameText(one.trim(), expected))) return 401;
  const payload = PagerdutyPayload.safeParse(jsonOf(body));
  if (!payload.success) return 400;
  const { id, event_type, agent, data } = payload.data.event;
  if (event_type !== 'incident.acknowledged' || !data.incident_key) return 200;
  if (!(await isFirstHeard(db, tenant, channel.id, id, now))) return 200;
  const alert = await findAlertByThread(db, tenant, data.incident_key);
  const person = agent?.summary ?? 'somebody by PagerDuty';
  if (alert) await act({ db, tenant, channel, person, now }, `${alert.kind} ${alert.subject}`);
  return 200;
}

interface Act {
  readonly db: Db;
  readonly tenant: TenantId;
  readonly channel: AlertChannel;
  readonly person: string;
  readonly now: Timestamp;
  readonly snoozeFor?: number | undefined;
}

/** `about`: `incident inc_…` or `prediction prd_…`. What is over already stays as it is. */
async function act({ db, tenant, channel, person, now, snoozeFor }: Act, about: string): Promise<void> {
  const [kind, id = ''] = about.split(' ');
  const isIncident = kind === 'incident';
  let done: Result<unknown>;
  if (snoozeFor !== undefined) {
    const until = now + snoozeFor;
    done = isIncident
      ? await snoozeIncident(db, tenant, id as IncidentId, { until, by: person }, now)
      : await snoozePrediction(db, tenant, id as PredictionId, until, now);
  } else {
    done = isIncident
      ? await acknowledgeIncident(db, tenant, id as IncidentId, { by: person, now, note: `by ${channel.name}` })
      : await acknowledgePrediction(db, tenant, id as PredictionId, person, now);
  }
  if (!done.ok) return;
  const what = snoozeFor === undefined ? 'acknowledge' : 'snooze';
  const action = `${what}${isIncident ? 'Incident' : 'Prediction'}`;
  const entry = { actor: person, action, object: id, credential: channel.id, address: '', outcome: 'done' as const };
  await recordAudit(db, tenant, entry, now);
}

/** `U0123=ana, U0456=ben`: who may act there, and under which name. */
function respondersOf({ settings }: AlertChannel): ReadonlyMap<string, string> {
  const pairs = (settings.responders ?? '').split(/[\s,]+/).map((pair) => pair.split('='));
  return new Map(pairs.flatMap(([id, name]) => (id && name ? [[id, name] as const] : [])));
}
