import type { Incident } from '@foreshock/model/incident.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/**
 * The incident in the state that it had at a time at which it was known and not over. What analysis found since and what
 * people said of its causes is not taken out: how it looked then is not kept.
 */
export function incidentAsOf(incident: Incident, time: Timestamp): Incident {
  const { resolvedAt, closure, mergedInto, dismissedReason, acknowledgedBy, acknowledgedAt, ...rest } = incident;
  if (acknowledgedBy === undefined || acknowledgedAt === undefined || acknowledgedAt > time)
    return { ...rest, state: 'open' };
  return { ...rest, state: 'acknowledged', acknowledgedBy, acknowledgedAt };
}
