// PagerDuty's REST API: https://developer.pagerduty.com/api-reference/9d0b4b12e36f9-list-incidents
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { parseTime, type Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { jsonOf } from '../json-of.ts';
import type { ChannelTools } from '../notification-channel.ts';
import { getJson } from './send-json.ts';

const Agent = z.object({ type: z.string().optional(), summary: z.string().nullish() });

const Incidents = z.object({
  incidents: z.array(
    z.object({
      id: z.string(),
      status: z.enum(['triggered', 'acknowledged', 'resolved']),
      last_status_change_at: z.string().nullish(),
      last_status_change_by: Agent.nullish(),
      acknowledgements: z.array(z.object({ at: z.string(), acknowledger: Agent })).nullish(),
    }),
  ),
});

export interface PagerdutyAct {
  readonly by: { readonly type?: string | undefined; readonly summary?: string | null | undefined };
  readonly at: Timestamp | undefined;
}

export interface PagerdutyIncident {
  readonly id: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  /** Empty unless it is acknowledged; the first one first. */
  readonly acknowledgements: readonly PagerdutyAct[];
  /** Whoever brought it to its status. */
  readonly changed: PagerdutyAct | undefined;
}

export interface IncidentQuestion {
  readonly region: string | undefined;
  readonly token: string;
  /** The key of its alerts: an incident that has alerts has none of its own, and is found by theirs. */
  readonly key: string;
}

/** The newest of a key; `undefined` where there is none. Errors as those of `NotificationChannel`. */
export async function findPagerdutyIncident(
  { region, token, key }: IncidentQuestion,
  tools: Pick<ChannelTools, 'rules' | 'endpoints'>,
  signal: AbortSignal,
): Promise<Result<PagerdutyIncident | undefined>> {
  const base = tools.endpoints.pagerdutyRest[region === 'eu' ? 'eu' : 'us'];
  const query = new URLSearchParams({
    incident_key: key,
    date_range: 'all',
    sort_by: 'created_at:desc',
    limit: '1',
  });
  const answer = await getJson(
    {
      url: `${base}/incidents?${query}`,
      headers: { accept: 'application/vnd.pagerduty+json;version=2', authorization: `Token token=${token}` },
    },
    tools,
    signal,
  );
  if (!answer.ok) return answer;
  const read = Incidents.safeParse(jsonOf(answer.value.text));
  if (!read.success) return failure('channel-unavailable', "PagerDuty's answer about incidents cannot be read");
  const [incident] = read.data.incidents;
  if (!incident) return success(undefined);
  const { id, status, acknowledgements, last_status_change_at, last_status_change_by } = incident;
  return success({
    id,
    status,
    acknowledgements: (acknowledgements ?? []).map(({ at, acknowledger }) => ({ by: acknowledger, at: parseTime(at) })),
    changed: last_status_change_by
      ? { by: last_status_change_by, at: parseTime(last_status_change_at ?? '') }
      : undefined,
  });
}
