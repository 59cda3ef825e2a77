/** What tends to happen after what: of each pair of streams, how often the second had an event soon after the first. */

/** Beside the counts, this many occasions are assumed on which the second one came as often as usual. */
const PRIOR_OCCASIONS = 4;

/** Plain data. */
export interface FollowOn {
  /** Events of a stream whose horizon is over. */
  readonly occasions: Map<string, number>;
  /** By first stream, then by second. */
  readonly followed: Map<string, Map<string, number>>;
}

export function createFollowOn(): FollowOn {
  return { occasions: new Map(), followed: new Map() };
}

/** An event of `first` is over by a horizon; `seconds`: the other streams that had one within it. */
export function countOccasion({ occasions, followed }: FollowOn, first: string, seconds: readonly string[]): void {
  occasions.set(first, (occasions.get(first) ?? 0) + 1);
  if (seconds.length === 0) return;
  const counts = followed.get(first) ?? new Map<string, number>();
  followed.set(first, counts);
  for (const second of seconds) counts.set(second, (counts.get(second) ?? 0) + 1);
}

/** Log of how much more often than `usual`, a probability above 0, `second` follows on `first`. */
export function followEffect({ occasions, followed }: FollowOn, first: string, second: string, usual: number): number {
  const all = occasions.get(first) ?? 0;
  const both = followed.get(first)?.get(second) ?? 0;
  return Math.log((both + PRIOR_OCCASIONS * usual) / ((all + PRIOR_OCCASIONS) * usual));
}

export function forgetFollowOn({ occasions, followed }: FollowOn, stream: string): void {
  occasions.delete(stream);
  followed.delete(stream);
  for (const counts of followed.values()) counts.delete(stream);
}
