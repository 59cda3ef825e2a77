import type { Timestamp } from '@foreshock/model/time.ts';

/** Findings by type, place and time: what links between types are learnt from. */
export interface AlarmHistory {
  /** Ascending. */
  readonly times: readonly Timestamp[];
  /** In the order of `times`: 0 to `typeCount` - 1. */
  readonly types: readonly number[];
  /** In the order of `times`: 0 to the length of `neighbors` - 1. */
  readonly places: readonly number[];
  readonly typeCount: number;
  /** Of each place those one hop away, itself not among them. */
  readonly neighbors: readonly (readonly number[])[];
}

/** Of each alarm how many of each type came shortly before it, at its own place and one hop away. */
export interface WindowCounts {
  /** `own[type][alarm]`. */
  readonly own: readonly Float64Array[];
  readonly near: readonly Float64Array[];
}

/** Counts alarms in [t - windowMs, t): those with the same stamp are not before it. */
export function countWindows(history: AlarmHistory, windowMs: number): WindowCounts {
  const { places, typeCount, neighbors } = history;
  const zeros = (): Float64Array[] => Array.from({ length: typeCount }, () => new Float64Array(places.length));
  const own = zeros();
  const near = zeros();
  const at: number[][] = neighbors.map(() => []);
  for (const [alarm, place] of places.entries()) at[place]!.push(alarm);
  for (const [place, asked] of at.entries()) {
    countBefore(history, windowMs, asked, asked, own);
    const around = neighbors[place]!.flatMap((neighbor) => at[neighbor]!).sort((a, b) => a - b);
    countBefore(history, windowMs, asked, around, near);
  }
  return { own, near };
}

/** `asked`, `counted`: places in the history, ascending. */
function countBefore(
  { times, types, typeCount }: AlarmHistory,
  windowMs: number,
  asked: readonly number[],
  counted: readonly number[],
  into: readonly Float64Array[],
): void {
  const inWindow = new Float64Array(typeCount);
  let entering = 0;
  let leaving = 0;
  for (const alarm of asked) {
    const time = times[alarm]!;
    for (; entering < counted.length && times[counted[entering]!]! < time; entering++)
      inWindow[types[counted[entering]!]!]! += 1;
    for (; leaving < entering && times[counted[leaving]!]! < time - windowMs; leaving++)
      inWindow[types[counted[leaving]!]!]! -= 1;
    for (let type = 0; type < typeCount; type++) into[type]![alarm] = inWindow[type]!;
  }
}
