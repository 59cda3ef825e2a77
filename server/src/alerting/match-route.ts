import type { AlertRoute, Maintenance } from '@foreshock/model/alert-settings.ts';
import type { AlertSubject } from '@foreshock/model/alert-state.ts';
import { matchesName } from '@foreshock/model/noise-rule.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';

/** Whether a route is about the subject. A filter on what the subject does not have (odds of an incident) does not match. */
export function matchesRoute(route: AlertRoute, subject: AlertSubject, now: Timestamp): boolean {
  const { kinds, services, failures, severities, minProbability, actByWithinMinutes } = route.match;
  if (!route.enabled) return false;
  if (kinds.length > 0 && !kinds.includes(subject.kind)) return false;
  if (!matchesServices(services, subject.services)) return false;
  if (failures.length > 0 && !(subject.failure && failures.includes(subject.failure))) return false;
  if (severities.length > 0 && !(subject.severity && severities.includes(subject.severity))) return false;
  if (minProbability !== undefined && !(subject.odds === 'percent' && (subject.probability ?? 0) >= minProbability))
    return false;
  if (actByWithinMinutes !== undefined) {
    if (subject.actBy === undefined || subject.actBy - now > actByWithinMinutes * MINUTE) return false;
  }
  return true;
}

/** Whether work that is meant goes on at the subject. */
export function isMaintained({ from, to, services }: Maintenance, subject: AlertSubject, now: Timestamp): boolean {
  return now >= from && now < to && matchesServices(services, subject.services);
}

/** `patterns`: names with `*` for any characters, in whatever case; none match everything. */
function matchesServices(patterns: readonly string[], names: readonly string[]): boolean {
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => names.some((name) => matchesName(pattern.toLowerCase(), name.toLowerCase())))
  );
}
