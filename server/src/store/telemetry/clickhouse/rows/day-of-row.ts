/** Hot path; benchmark: benchmarks/store-append.ts. */

const DAY_NANOSECONDS = 86_400_000_000_000;
const DAY_MINUTES = 1_440;
const UPPER = 2 ** 32;

/**
 * Each day of an insert becomes a part on disk. A healthy sender has one or two; clocks that are wrong must not make
 * thousands.
 */
const MOST_DAYS = 8;

/**
 * The day since 1970 in UTC by which a row is dropped one day. Rows of the rarer days of an insert go with its most
 * frequent day. `times`: nanoseconds.
 */
export function daysOfTimes(times: BigUint64Array): Uint32Array {
  const halves = new Uint32Array(times.buffer, times.byteOffset, times.length * 2);
  const days = new Uint32Array(times.length);
  // A double holds the product to 2 microseconds or better: enough for a day, and 20 times cheaper than BigInt.
  for (let i = 0; i < days.length; i++) days[i] = (halves[2 * i + 1]! * UPPER + halves[2 * i]!) / DAY_NANOSECONDS;
  return gatherRareDays(days);
}

/** The same for minutes since 1970. */
export function daysOfMinutes(minutes: Uint32Array): Uint32Array {
  return gatherRareDays(minutes.map((minute) => minute / DAY_MINUTES));
}

function gatherRareDays(days: Uint32Array): Uint32Array {
  const counts = new Map<number, number>();
  let last = -1;
  let run = 0;
  for (const day of days) {
    if (day === last) {
      run++;
      continue;
    }
    if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
    last = day;
    run = 1;
  }
  if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
  if (counts.size <= MOST_DAYS) return days;
  const frequent = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_DAYS)
    .map(([day]) => day);
  const kept = new Set(frequent);
  return days.map((day) => (kept.has(day) ? day : frequent[0]!));
}
