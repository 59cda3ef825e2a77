// Hot path, benchmarks/normalise.ts: times are compared by their upper halves, so that no BigInt is made per record.
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { PointColumns } from '@foreshock/model/point-columns.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import { MINUTE, nanosecondsOf, type Timestamp } from '@foreshock/model/time.ts';
import { addAttributes } from './add-attributes.ts';
import { createAppendedTexts } from './append-text.ts';
import type { Field } from './log-fields.ts';

/** A sender's clock may be a little ahead; what is further ahead would stand in windows that nobody has reached. */
export const MAX_AHEAD_MS = 10 * MINUTE;

/** The time that the sender said, in nanoseconds, on records whose time was set back to that of their receipt. */
export const SENT_TIME_KEY = 'foreshock.time.sent';

/** Rows whose time lies more than ten minutes after `receivedAt`. */
function rowsAhead(times: BigUint64Array, receivedAt: Timestamp): number[] {
  const limit = nanosecondsOf(receivedAt + MAX_AHEAD_MS);
  const upper = Number(limit >> 32n);
  // All machines that Node runs on are little-endian.
  const halves = new Uint32Array(times.buffer, times.byteOffset, times.length * 2);
  const rows: number[] = [];
  for (let row = 0; row < times.length; row++) {
    if (halves[2 * row + 1]! < upper) continue;
    if (times[row]! > limit) rows.push(row);
  }
  return rows;
}

/** The source of each clamped row. */
export interface Clamped<T> {
  readonly columns: T;
  readonly sources: readonly number[];
}

export function clampLogs(columns: LogColumns, receivedAt: Timestamp): Clamped<LogColumns> {
  const rows = rowsAhead(columns.timeUnixNano, receivedAt);
  if (rows.length === 0) return { columns, sources: [] };
  const sent = sentTimes(rows, columns.timeUnixNano);
  for (const row of rows) columns.timeUnixNano[row] = nanosecondsOf(receivedAt);
  const attributes = addAttributes(columns.attributes, sent, createAppendedTexts());
  return { columns: { ...columns, attributes }, sources: rows.map((row) => columns.source[row]!) };
}

/** A span keeps its length. */
export function clampSpans(columns: SpanColumns, receivedAt: Timestamp): Clamped<SpanColumns> {
  const { startTimeUnixNano: start, endTimeUnixNano: end } = columns;
  const rows = [...new Set([...rowsAhead(end, receivedAt), ...rowsAhead(start, receivedAt)])].sort((a, b) => a - b);
  if (rows.length === 0) return { columns, sources: [] };
  const sent = sentTimes(rows, start);
  const received = nanosecondsOf(receivedAt);
  for (const row of rows) {
    const length = end[row]! > start[row]! ? end[row]! - start[row]! : 0n;
    end[row] = received;
    start[row] = length < received ? received - length : 0n;
  }
  const attributes = addAttributes(columns.attributes, sent, createAppendedTexts());
  return { columns: { ...columns, attributes }, sources: rows.map((row) => columns.source[row]!) };
}

/** Without a mark: an attribute would make another series of the point. */
export function clampPoints(columns: PointColumns, receivedAt: Timestamp): Clamped<PointColumns> {
  const rows = rowsAhead(columns.timeUnixNano, receivedAt);
  const received = nanosecondsOf(receivedAt);
  for (const row of rows) {
    columns.timeUnixNano[row] = received;
    if (columns.startTimeUnixNano[row]! > received) columns.startTimeUnixNano[row] = received;
  }
  return { columns, sources: rows.map((row) => columns.metrics[columns.metric[row]!]!.source) };
}

function sentTimes(rows: readonly number[], times: BigUint64Array): Map<number, readonly Field[]> {
  return new Map(rows.map((row) => [row, [{ key: SENT_TIME_KEY, kind: 'int', text: String(times[row]!) }]]));
}
