// An incident that was over and opened again within half an hour is one incident to people, but its second course may
// have another cause than its first, and the first is no reference for the second.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';

export interface Episodes {
  /** When it opened for the last time. */
  readonly openedAt: Timestamp;
  /** Courses that ended before, from onset to end. */
  readonly earlier: readonly TimeRange[];
}

/** What is noticed when it opens began shortly before. */
const NOTICED_WITHIN_MS = 10 * MINUTE;

/** Follows one incident from one revision to the next. Only those that opened again get an entry. */
export function noteCourse(
  episodes: Map<IncidentId, Episodes>,
  before: Incident | undefined,
  incident: Incident,
  now: Timestamp,
): void {
  if (!before || incident.reopened <= before.reopened) return;
  const known = episodes.get(incident.id);
  const from = known?.openedAt ?? before.startedAt;
  episodes.set(incident.id, {
    openedAt: now,
    earlier: [...(known?.earlier ?? []), { from, to: before.resolvedAt ?? now - NOTICED_WITHIN_MS }],
  });
}

/** The members of the latest course and when it began; all of them where it never ended. */
export function membersSince(
  incident: Incident,
  members: readonly Anomaly[],
  episodes: Episodes | undefined,
): { readonly startedAt: Timestamp; readonly members: readonly Anomaly[] } {
  if (!episodes) return { startedAt: incident.startedAt, members };
  const from = episodes.openedAt - NOTICED_WITHIN_MS;
  const recent = members.filter((member) => member.onset >= from);
  const startedAt = Math.min(episodes.openedAt, ...recent.map((member) => member.onset));
  return { startedAt, members: recent.length > 0 ? recent : members };
}
