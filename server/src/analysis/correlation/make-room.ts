// At most so many incidents are open at once. For a new one the oldest that is not known to hurt users gives way, and one
// that hurts users never does. Whatever finds no room is counted and stays an anomaly that is listed.
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { type IncidentCrowd, MOST_OPEN_INCIDENTS } from '@foreshock/model/incident-crowd.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { CorrelationState, Note } from './correlation-state.ts';
import type { Group } from './group.ts';
import type { GroupIndex } from './group-index.ts';
import { isHarm } from './harm.ts';

/** An incident that hurts nobody is not closed sooner for another that hurts nobody: they would push each other out. */
const LEAST_OPEN_MS = 15 * MINUTE;

interface RoomOptions {
  readonly minute: Timestamp;
  readonly index: GroupIndex;
  readonly note: Note;
}

export type Room =
  | { readonly kind: 'free' }
  /** Takes the starter in; there is none to be had. */
  | { readonly kind: 'joins'; readonly group: Group }
  | { readonly kind: 'none' };

export function isFull({ groups }: CorrelationState): boolean {
  return openOf(groups).length >= MOST_OPEN_INCIDENTS;
}

/** Room for one more incident, made where it may be. Counts what that takes. */
export function makeRoom(state: CorrelationState, starter: Anomaly, { minute, index, note }: RoomOptions): Room {
  const open = openOf(state.groups);
  if (open.length < MOST_OPEN_INCIDENTS) return { kind: 'free' };
  const { crowd } = state;
  crowd.lastAt = minute;
  const hurts = hurtsUsers(starter);
  const weak = oldestWeak(open, hurts ? minute + 1 : minute - LEAST_OPEN_MS);
  if (weak) {
    weak.state = 'resolved';
    weak.resolvedAt = minute;
    weak.closure = 'gave-way';
    index.close(weak);
    note(
      weak,
      'resolved',
      `closed without an all-clear: ${MOST_OPEN_INCIDENTS} incidents are open, and of those not known to hurt users it is the oldest`,
    );
    crowd.gaveWay += 1;
    return { kind: 'free' };
  }
  const host = hurts ? newestWithRoom(open, starter, index) : undefined;
  if (host) {
    crowd.joined += 1;
    return { kind: 'joins', group: host };
  }
  if (!crowd.waiting.has(starter.id)) crowd.refused += 1;
  crowd.waiting.add(starter.id);
  return { kind: 'none' };
}

/** Once a minute, after the starters: who found room or is over waits no more. */
export function forgetWaiting({ crowd, groups }: CorrelationState, starters: readonly Anomaly[]): void {
  if (crowd.waiting.size === 0) return;
  const now = new Set(starters.map(({ id }) => id));
  for (const group of groups.values()) for (const id of group.members.keys()) now.delete(id);
  crowd.waiting = new Set([...crowd.waiting].filter((id) => now.has(id)));
}

export function crowdOf({ crowd, groups }: CorrelationState): IncidentCrowd {
  const { gaveWay, joined, refused, waiting, lastAt } = crowd;
  const open = openOf(groups).length;
  return { open, gaveWay, joined, refused, waiting: waiting.size, ...(lastAt !== undefined && { lastAt }) };
}

function openOf(groups: CorrelationState['groups']): Group[] {
  return [...groups.values()].filter(({ state }) => state === 'open');
}

function oldestWeak(open: readonly Group[], detectedBefore: Timestamp): Group | undefined {
  let oldest: Group | undefined;
  for (const group of open) {
    if (group.detectedAt >= detectedBefore || [...group.members.values()].some(hurtsUsers)) continue;
    if (!oldest || group.startedAt < oldest.startedAt || (group.startedAt === oldest.startedAt && group.id < oldest.id))
      oldest = group;
  }
  return oldest;
}

function newestWithRoom(open: readonly Group[], { entity }: Anomaly, index: GroupIndex): Group | undefined {
  let newest: Group | undefined;
  for (const group of open)
    if (index.hasRoom(group, entity) && (!newest || group.startedAt >= newest.startedAt)) newest = group;
  return newest;
}

function hurtsUsers(anomaly: Anomaly): boolean {
  return anomaly.marks.includes('user-facing') && isHarm(anomaly);
}
