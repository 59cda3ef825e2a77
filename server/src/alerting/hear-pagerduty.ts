// What happens in PagerDuty: https://developer.pagerduty.com/docs/webhooks-overview
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { parseTime, type Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { isFirstHeard } from '../store/metadata/alert-channels.ts';
import { findAlertByThread } from '../store/metadata/alerts.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { actOnAnswer } from './act-on-answer.ts';

const PagerdutyPayload = z.object({
  event: z.object({
    id: z.string(),
    event_type: z.string(),
    occurred_at: z.string().nullish(),
    agent: z.object({ type: z.string().optional(), summary: z.string().optional() }).nullish(),
    data: z.object({ incident_key: z.string().nullish() }),
  }),
});

const ACTS = new Map([
  ['incident.acknowledged', 'acknowledge'],
  // Its acknowledgement ran out: nobody is on it there, and escalation goes on here.
  ['incident.unacknowledged', 'leave'],
  ['incident.resolved', 'resolve'],
] as const);

/** 400 for what is no event. What our own calls set off comes back as well: only persons count, but for what ran out. */
export async function hearPagerduty(
  payload: unknown,
  { tenant, channel }: { readonly tenant: TenantId; readonly channel: AlertChannel },
  db: Db,
  now: Timestamp,
): Promise<200 | 400> {
  const read = PagerdutyPayload.safeParse(payload);
  if (!read.success) return 400;
  const { id, event_type, agent, occurred_at, data } = read.data.event;
  const kind = ACTS.get(event_type as 'incident.resolved'); // or nothing of ours
  if (!kind || !data.incident_key) return 200;
  if (kind !== 'leave' && !isPerson(agent)) return 200;
  const at = parseTime(occurred_at ?? '');
  const event = { id, kind, thread: data.incident_key, person: agent?.summary ?? 'PagerDuty', at };
  await takePagerdutyEvent(event, { tenant, channel }, db, now);
  return 200;
}

export interface PagerdutyEvent {
  /** The same one is taken once. */
  readonly id: string;
  readonly kind: 'acknowledge' | 'leave' | 'resolve';
  readonly thread: string;
  readonly person: string;
  /** When it was done there. */
  readonly at: Timestamp | undefined;
}

/** Does here what was done there, the first time that it is heard; of a thread that is not known nothing. */
export async function takePagerdutyEvent(
  { id, kind, thread, person, at }: PagerdutyEvent,
  { tenant, channel }: { readonly tenant: TenantId; readonly channel: AlertChannel },
  db: Db,
  now: Timestamp,
): Promise<void> {
  if (!(await isFirstHeard(db, tenant, channel.id, id, now))) return;
  const alert = await findAlertByThread(db, tenant, thread);
  if (!alert) return;
  const about = `${alert.kind} ${alert.subject}`;
  // What is over here already stays as it is: there is nobody there who could be told.
  await actOnAnswer(db, { tenant, channel, person, about, at, act: { kind } }, now);
}

/** Integrations and services act there too, ours among them. */
export function isPerson(agent: { readonly type?: string | undefined } | null | undefined): boolean {
  return agent?.type === 'user_reference' || agent?.type === 'user';
}
