import type { AlertRoute } from '@foreshock/model/alert-settings.ts';
import type { AlertSubject } from '@foreshock/model/alert-state.ts';
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

/** `patterns`: names with `*` for any characters; none match everything. */
export function matchesServices(patterns: readonly string[], names: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => names.some((name) => matchesName(pattern, name)));
}

/** Linear in both: no pattern of a user becomes an expression of the engine. */
export function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  const first = parts[0]!;
  if (parts.length === 1) return text === first;
  const last = parts.at(-1)!;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
