import type { CauseMark } from '@foreshock/model/cause-mark.ts';
import type { ConfirmedCause } from '@foreshock/model/confirmed-cause.ts';
import type { Incident, IncidentId, IncidentSnooze, IncidentState } from '@foreshock/model/incident.ts';
import type { LinkMark } from '@foreshock/model/template-link.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { steered, withSteeredRoles } from './steered-finding.ts';

interface Mark {
  readonly by: string;
  readonly at: Timestamp;
  /** How often the incident had reopened when the mark was set: it holds until the next time. */
  readonly reopened: number;
}

/** What people said about an incident. Kept apart, because analysis goes on to replace the incident. */
export interface IncidentMarks {
  readonly acknowledged?: Mark;
  readonly resolved?: Mark;
  readonly causes?: readonly CauseMark[];
  /** The last one, over or not. */
  readonly snooze?: IncidentSnooze;
  readonly links?: readonly LinkMark[];
  /** For good. */
  readonly ended?:
    | { readonly state: 'dismissed'; readonly by: string; readonly at: Timestamp; readonly reason: string }
    | { readonly state: 'merged'; readonly by: string; readonly at: Timestamp; readonly into: IncidentId };
}

/** The incident as people see it: what analysis knows, with what people said of it and of earlier ones. */
export function withMarks(
  analysed: Incident,
  marks: IncidentMarks,
  confirmed: readonly ConfirmedCause[] = [],
): Incident {
  const told = steered(analysed, marks.causes ?? [], confirmed, analysed.startedAt);
  const incident = withSteeredRoles(told, analysed);
  const { ended } = marks;
  const acknowledged = holds(marks.acknowledged, incident);
  const resolved = holds(marks.resolved, incident);
  const seen: Incident = {
    ...incident,
    ...(acknowledged && { acknowledgedBy: acknowledged.by, acknowledgedAt: acknowledged.at }),
    ...(marks.snooze && { snooze: marks.snooze }),
  };
  if (ended?.state === 'dismissed') return { ...seen, state: 'dismissed', dismissedReason: ended.reason };
  if (ended?.state === 'merged') return { ...seen, state: 'merged', mergedInto: ended.into };
  if (resolved && !isOver(seen.state)) {
    return { ...seen, state: 'resolved', resolvedAt: seen.resolvedAt ?? resolved.at, closure: 'by-hand' };
  }
  return seen.state === 'open' && acknowledged ? { ...seen, state: 'acknowledged' } : seen;
}

/** When it stopped being anybody's concern; `undefined` while it is. */
export function endOf(incident: Incident, marks: IncidentMarks): Timestamp | undefined {
  if (!isOver(incident.state)) return undefined;
  return incident.resolvedAt ?? marks.ended?.at ?? incident.updatedAt;
}

export function isOver(state: IncidentState): boolean {
  return state !== 'open' && state !== 'acknowledged';
}

function holds(mark: Mark | undefined, incident: Incident): Mark | undefined {
  return mark && incident.reopened <= mark.reopened ? mark : undefined;
}
