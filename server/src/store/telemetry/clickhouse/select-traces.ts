import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import type { TracePage, TraceQuery, TraceSummary } from '../telemetry-store.ts';
import { Conditions, nanosecondsOf } from './conditions.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Reader } from './reader.ts';
import { selectEntityNames } from './select-entity-names.ts';
import { selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

const LARGEST_PAGE = 1_000;
/** Newest traces are looked for in windows that grow fourfold, so that a page costs what it shows. */
const FIRST_WINDOW_MS = 10 * MINUTE;
const WINDOW_GROWTH = 4;
/** Spans of a trace lie this close to its first span, or the list shows the trace without them. */
const TRACE_SPREAD_MS = 10 * MINUTE;

/** Sort key of the last trace given: its start (newest) or duration (slowest) in nanoseconds, and its id. */
interface After {
  readonly key: string;
  readonly traceId: string;
}

/**
 * A trace belongs to the range when its first span does. `entity` and `operation` ask for a span of the trace, the
 * durations for the whole of it.
 */
export async function selectTraces(reader: Reader, query: TraceQuery): Promise<Result<TracePage>> {
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), LARGEST_PAGE);
  const after = readAfter(query.cursor);
  if (after === 'invalid') return failure('input-invalid', 'the cursor is not one of ours: leave it out to start anew');
  const found: FoundTrace[] = [];
  for (const window of windowsOf(query, after)) {
    const part = await selectWindow(reader, query, { window, after, limit: limit + 1 - found.length });
    if (!part.ok) return part;
    found.push(...part.value);
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const names = await selectEntityNames(
    reader,
    page.map((trace) => trace.summary.rootEntity),
  );
  if (!names.ok) return names;
  const traces = page.map(({ summary }) => ({ ...summary, rootEntityName: names.value.get(summary.rootEntity) ?? '' }));
  const last = page.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return success({ traces, ...(hasMore && { next: encodeCursor([last.key, last.summary.traceId]) }) });
}

function readAfter(cursor: string | undefined): After | undefined | 'invalid' {
  if (cursor === undefined) return undefined;
  const parts = decodeCursor(cursor, ['string', 'string']);
  if (parts === undefined || !/^\d{1,20}$/.test(String(parts[0]))) return 'invalid';
  return { key: String(parts[0]), traceId: String(parts[1]) };
}

/** Parts of the range, the newest first. The slowest may be anywhere: one part. */
function windowsOf({ range, order }: TraceQuery, after: After | undefined): readonly TimeRange[] {
  if (order === 'slowest') return [range];
  const newest = after === undefined ? range.to : Math.min(range.to, Number(BigInt(after.key) / 1_000_000n) + 1);
  const windows: TimeRange[] = [];
  let size = FIRST_WINDOW_MS;
  for (let to = newest; to > range.from; size *= WINDOW_GROWTH) {
    const from = Math.max(range.from, to - size);
    windows.push({ from, to });
    to = from;
  }
  return windows;
}

interface FoundTrace {
  readonly summary: Omit<TraceSummary, 'rootEntityName'>;
  readonly key: string;
}

interface WindowOptions {
  readonly window: TimeRange;
  readonly after: After | undefined;
  readonly limit: number;
}

async function selectWindow(
  reader: Reader,
  query: TraceQuery,
  options: WindowOptions,
): Promise<Result<readonly FoundTrace[]>> {
  const { window, after, limit } = options;
  const conditions = new Conditions();
  conditions.addRange('start', { from: window.from - TRACE_SPREAD_MS, to: window.to + TRACE_SPREAD_MS });
  const having = [
    `first >= ${conditions.value('UInt64', nanosecondsOf(window.from))}`,
    `first < ${conditions.value('UInt64', nanosecondsOf(window.to))}`,
    ...matchConditions(conditions, query),
  ];
  const key = query.order === 'newest' ? 'first' : 'length';
  if (after !== undefined) {
    const place = `(${conditions.value('UInt64', BigInt(after.key))}, ${conditions.value('String', after.traceId)})`;
    having.push(`(${key}, id) < ${place}`);
  }
  const root = "argMin((name, entity), (parent_span_id != toFixedString('', 8), start))";
  const sql = `SELECT lower(hex(trace_id)) AS id, min(start) AS first, max(start + duration) - first AS length, ${root} AS root,
      count(), countIf(status = 2) AS errors, uniqExact(entity)
    FROM ${tableOf(reader.database, 'spans')} ${conditions.where} GROUP BY trace_id HAVING ${having.join(' AND ')}
    ORDER BY ${key} DESC, id DESC LIMIT ${limit}`;
  return selectRows(reader.connection, sql, conditions.parameters, (row) => {
    const [rootName, rootEntity] = row[3] as [string, EntityId];
    const start = Number(BigInt(String(row[1])) / 1_000_000n);
    const durationMs = Number(row[2]) / 1e6;
    const counts = { spans: Number(row[4]), errors: Number(row[5]), entities: Number(row[6]) };
    return {
      key: String(query.order === 'newest' ? row[1] : row[2]),
      summary: { traceId: String(row[0]), rootName, rootEntity, start, durationMs, ...counts },
    };
  });
}

function matchConditions(conditions: Conditions, query: TraceQuery): readonly string[] {
  const having: string[] = [];
  const spanMatches = [
    ...(query.entity === undefined ? [] : [`entity = ${conditions.value('String', query.entity)}`]),
    ...(query.operation === undefined ? [] : [`name = ${conditions.value('String', query.operation)}`]),
  ];
  if (spanMatches.length > 0) having.push(`countIf(${spanMatches.join(' AND ')}) > 0`);
  if (query.errorsOnly) having.push('errors > 0');
  if (query.minDurationMs !== undefined)
    having.push(`length >= ${conditions.value('UInt64', BigInt(Math.ceil(query.minDurationMs * 1e6)))}`);
  if (query.maxDurationMs !== undefined)
    having.push(`length <= ${conditions.value('UInt64', BigInt(Math.floor(query.maxDurationMs * 1e6)))}`);
  return having;
}
