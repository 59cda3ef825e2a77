import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { type DurationMs, MINUTE, type Timestamp } from '@foreshock/model/time.ts';

/** How often a failure came within each window after something was seen. Whole numbers, so that people can be told. */

export const WINDOWS: readonly DurationMs[] = [5 * MINUTE, 15 * MINUTE, 30 * MINUTE];
export const LONGEST_WINDOW = 30 * MINUTE;
/** The latest leads say what is usual. */
const KEPT_LEADS = 32;

/** One time that something was seen, over by the longest window. */
export interface Seen {
  readonly entity: EntityId;
  readonly time: Timestamp;
  /** From then to the onset, of the failures that came. */
  readonly leads: ReadonlyMap<Failure, DurationMs>;
  /** Failures of which it says nothing: they were there already, or somebody acted on a call of them. */
  readonly excluded: readonly Failure[];
}

/** Plain data. */
export interface FailureTally {
  /** By window. */
  readonly within: number[];
  /** The latest ones, oldest first. */
  readonly leads: DurationMs[];
}

/** Plain data. */
export interface Tally {
  seen: number;
  /** Of these it is not known, or not asked, whether the failure came. */
  readonly excluded: Map<Failure, number>;
  readonly followed: Map<Failure, FailureTally>;
}

export function createTally(): Tally {
  return { seen: 0, excluded: new Map(), followed: new Map() };
}

export function countSeen(tally: Tally, { leads, excluded }: Seen): void {
  tally.seen += 1;
  for (const failure of excluded) tally.excluded.set(failure, (tally.excluded.get(failure) ?? 0) + 1);
  for (const [failure, lead] of leads) {
    if (excluded.includes(failure)) continue;
    const own = tally.followed.get(failure) ?? { within: WINDOWS.map(() => 0), leads: [] };
    tally.followed.set(failure, own);
    for (const [bin, window] of WINDOWS.entries()) if (lead <= window) own.within[bin]! += 1;
    own.leads.push(lead);
    if (own.leads.length > KEPT_LEADS) own.leads.shift();
  }
}

/** How often it was seen while the failure could have come. */
export function timesAsked({ seen, excluded }: Tally, failure: Failure): number {
  return seen - (excluded.get(failure) ?? 0);
}
