// Hours of days that are over, kept in memory: a month of requests is not added up anew each time somebody looks. What is
// kept of a day holds until a row is added to that day, however late: the engine numbers its parts as they come.
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { SloCount } from '@foreshock/model/slo-burn.ts';
import { DAY, HOUR, isWithin, MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import type { ServedRequests, SloCountsQuery } from '../telemetry-store.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { selectSloCounts } from './select-slo-counts.ts';
import { tableOf } from './tables.ts';

interface KeptDay {
  /** Of the newest part of the day when it was read. */
  readonly part: number;
  readonly hours: readonly SloCount[];
}

export interface KeptSloHours {
  /** By database, objective and day; the youngest last. */
  readonly days: Map<string, KeptDay>;
  /** By database, then by name of a part: the days of its rows. */
  readonly daysOfPart: Map<string, ReadonlyMap<string, readonly number[]>>;
}

export function createKeptSloHours(): KeptSloHours {
  return { days: new Map(), daysOfPart: new Map() };
}

/** 200 objectives over two months; a day takes about 2 KB. */
const MOST_DAYS = 12_000;

/** As `selectSloCounts`; whole hours from a whole hour on are answered from what is kept, as far as it still holds. */
export async function selectKeptSloCounts(
  reader: Reader,
  kept: KeptSloHours,
  query: SloCountsQuery,
): Promise<Result<readonly (readonly SloCount[])[]>> {
  const { of, range, step } = query;
  const today = Math.floor(range.to / DAY);
  const firstDay = Math.floor(range.from / DAY);
  if (step !== HOUR || range.from % HOUR !== 0 || firstDay >= today) return selectSloCounts(reader, query);
  // Before the rows are read: what comes in between is then read again, and never missed.
  const parts = await selectNewestParts(reader, kept, { from: firstDay, to: today });
  if (!parts.ok) return parts;
  const newestPart = parts.value;
  if (!newestPart) return selectSloCounts(reader, query);
  const days = [...newestPart.keys()].sort((a, b) => a - b);
  const holds = (one: ServedRequests, day: number): boolean =>
    kept.days.get(keyOf(reader, one, day))?.part === newestPart.get(day);
  const missing = days.filter((day) => of.some((one) => !holds(one, day)));
  for (const { from, to } of runsOf(missing)) {
    const fresh = of.filter((one) => missing.some((day) => day >= from && day < to && !holds(one, day)));
    const read = await selectSloCounts(reader, { of: fresh, step, range: { from: from * DAY, to: to * DAY } });
    if (!read.ok) return read;
    for (let day = from; day < to; day += 1) {
      const part = newestPart.get(day)!;
      for (const [index, one] of fresh.entries()) {
        const hours = read.value[index]!.filter(({ time }) => Math.floor(time / DAY) === day);
        const key = keyOf(reader, one, day);
        // What is put in anew is the youngest.
        kept.days.delete(key);
        kept.days.set(key, { part, hours });
      }
    }
  }
  const newest = await selectSloCounts(reader, { of, step, range: { from: today * DAY, to: range.to } });
  if (!newest.ok) return newest;
  const answer = of.map((one, index) => [
    ...days.flatMap((day) => kept.days.get(keyOf(reader, one, day))!.hours).filter(({ time }) => time >= range.from),
    ...newest.value[index]!,
  ]);
  for (const key of kept.days.keys()) {
    if (kept.days.size <= MOST_DAYS) break;
    kept.days.delete(key);
  }
  return success(answer);
}

/**
 * Of each day in the range that has rows, the number of the newest part that holds one: every insert makes a part with a
 * number that was not there before. Which days a part holds is read once, for it never changes; its name does not say it,
 * since rows of the rarer days of an insert lie with others. `undefined` when a part was merged away in the meantime.
 */
async function selectNewestParts(
  { connection, database }: Reader,
  { daysOfPart }: KeptSloHours,
  range: TimeRange,
): Promise<Result<ReadonlyMap<number, number> | undefined>> {
  const parts = await selectRows(
    connection,
    `SELECT name, max_block_number FROM system.parts
      WHERE active AND database = {database:String} AND table = 'span_rollups'`,
    { database },
    ([name, number]) => ({ name: String(name), number: Number(number) }),
  );
  if (!parts.ok) return parts;
  const known = daysOfPart.get(database) ?? new Map<string, readonly number[]>();
  const unknown = parts.value.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  const read = await selectRows(
    connection,
    `SELECT _part, groupUniqArray(intDiv(minute, ${DAY / MINUTE})) FROM ${tableOf(database, 'span_rollups')}
      WHERE _part IN {parts:Array(String)} GROUP BY _part`,
    { parts: unknown },
    ([name, days]) => [String(name), (days as readonly unknown[]).map(Number)] as const,
  );
  if (!read.ok) return read;
  const fresh = new Map(read.value);
  const now = new Map<string, readonly number[]>();
  const newest = new Map<number, number>();
  for (const { name, number } of parts.value) {
    const days = known.get(name) ?? fresh.get(name);
    if (!days) return success(undefined);
    now.set(name, days);
    for (const day of days) if (isWithin(day, range)) newest.set(day, Math.max(newest.get(day) ?? 0, number));
  }
  daysOfPart.set(database, now);
  return success(newest);
}

/** Days that follow one another, as ranges whose ends are not inside. */
function runsOf(days: readonly number[]): TimeRange[] {
  const runs: { from: number; to: number }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.to === day) last.to = day + 1;
    else runs.push({ from: day, to: day + 1 });
  }
  return runs;
}

function keyOf({ database }: Reader, { entity, operation, thresholdMs }: ServedRequests, day: number): string {
  return JSON.stringify([database, entity, operation ?? null, thresholdMs ?? null, day]);
}
