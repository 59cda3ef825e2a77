// What happens in PagerDuty: https://developer.pagerduty.com/docs/webhooks-overview
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { isFirstHeard } from '../store/metadata/alert-channels.ts';
import { findAlertByThread } from '../store/metadata/alerts.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { actOnAnswer } from './act-on-answer.ts';

const PagerdutyPayload = z.object({
  event: z.object({
    id: z.string(),
    event_type: z.string(),
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
  const { id, event_type, agent, data } = read.data.event;
  const kind = ACTS.get(event_type as 'incident.resolved'); // or nothing of ours
  if (!kind || !data.incident_key) return 200;
  if (kind !== 'leave' && agent?.type !== 'user_reference') return 200;
  if (!(await isFirstHeard(db, tenant, channel.id, id, now))) return 200;
  const alert = await findAlertByThread(db, tenant, data.incident_key);
  const person = agent?.summary ?? 'PagerDuty';
  if (alert) {
    const about = `${alert.kind} ${alert.subject}`;
    // What is over here already stays as it is: there is nobody there who could be told.
    await actOnAnswer(db, { tenant, channel, person, about, act: { kind } }, now);
  }
  return 200;
}
