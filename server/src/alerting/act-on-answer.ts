// What somebody did in a channel is done here, under that person's name, and stands in the audit trail.
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import { recordAudit } from '../store/metadata/audit.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import {
  acknowledgeIncident,
  withdrawAcknowledgement as leaveIncident,
  resolveIncident,
} from '../store/metadata/incident-commands.ts';
import { giveVerdict } from '../store/metadata/incident-verdicts.ts';
import {
  acknowledgePrediction,
  givePredictionFeedback,
  withdrawAcknowledgement as leavePrediction,
} from '../store/metadata/predictions.ts';
import { type AskedSnooze, snoozeIncident, snoozePrediction } from '../store/metadata/snoozes.ts';

export interface ChannelAnswer {
  readonly tenant: TenantId;
  readonly channel: AlertChannel;
  readonly person: string;
  /** `incident inc_…` or `prediction prd_…`. */
  readonly about: string;
  /** When it was done there, where that is known. */
  readonly at?: Timestamp | undefined;
  readonly act:
    | { readonly kind: 'acknowledge' | 'leave' | 'resolve' }
    | { readonly kind: 'snooze'; readonly asked: AskedSnooze }
    | { readonly kind: 'rate'; readonly useful: boolean };
}

/** What was away longer than a day tells of a time that nobody looks at. */
const LATEST_MS = DAY;

/** What is over already stays as it is: then the error says so. Errors are those of the act. */
export async function actOnAnswer(db: Db, answer: ChannelAnswer, heardAt: Timestamp): Promise<Result<unknown>> {
  const { tenant, channel, person, about, act } = answer;
  const now = timeOf(answer, heardAt);
  const [kind, id = ''] = about.split(' ');
  const isIncident = kind === 'incident';
  const done = isIncident
    ? await actOnIncident(db, answer, id as IncidentId, now)
    : await actOnPrediction(db, answer, id as PredictionId, now);
  if (!done.ok) return done;
  const action = `${act.kind}${isIncident ? 'Incident' : 'Prediction'}`;
  const entry = { actor: person, action, object: id, credential: channel.id, address: '', outcome: 'done' as const };
  await recordAudit(db, tenant, entry, heardAt);
  return done;
}

/** That of the other side, so that both show the same, unless its clock is wrong or it tells of long ago. */
function timeOf({ at }: ChannelAnswer, heardAt: Timestamp): Timestamp {
  return at !== undefined && at <= heardAt && heardAt - at <= LATEST_MS ? at : heardAt;
}

async function actOnIncident(
  db: Db,
  { tenant, channel, person, act }: ChannelAnswer,
  id: IncidentId,
  now: Timestamp,
): Promise<Result<unknown>> {
  const by = { by: person, now, note: `by ${channel.name}` };
  switch (act.kind) {
    case 'acknowledge':
      return acknowledgeIncident(db, tenant, id, by);
    case 'leave':
      return leaveIncident(db, tenant, id, by);
    case 'resolve':
      return resolveIncident(db, tenant, id, by);
    case 'snooze':
      return snoozeIncident(db, tenant, id, act.asked, { by: person, now });
    case 'rate':
      return giveVerdict(db, tenant, id, { by: person, says: act.useful ? 'real' : 'noise', now });
  }
}

async function actOnPrediction(
  db: Db,
  { tenant, channel, person, act }: ChannelAnswer,
  id: PredictionId,
  now: Timestamp,
): Promise<Result<unknown>> {
  switch (act.kind) {
    // Nobody closes a prediction by hand: who says there that it is done has at least seen it.
    case 'resolve':
    case 'acknowledge':
      return acknowledgePrediction(db, tenant, id, person, now);
    case 'leave':
      return leavePrediction(db, tenant, id);
    case 'snooze':
      return snoozePrediction(db, tenant, id, act.asked, { by: person, now });
    case 'rate':
      return givePredictionFeedback(
        db,
        tenant,
        id,
        { by: person, useful: act.useful, note: `by ${channel.name}` },
        now,
      );
  }
}
