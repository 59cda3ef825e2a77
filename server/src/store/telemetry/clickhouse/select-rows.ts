import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Connection, Parameters } from './connection.ts';

/** A row as JSON: numbers, texts (64-bit integers too) and lists of them, in the order selected. */
export type JsonRow = readonly unknown[];

const decoder = new TextDecoder();
const LINE_FEED = 10;

/** Runs a query of ours and reads its rows. For thousands of rows; millions are read as RowBinary. */
export async function selectRows<T>(
  connection: Connection,
  sql: string,
  parameters: Parameters,
  read: (row: JsonRow) => T,
): Promise<Result<readonly T[]>> {
  const result = await connection.select(sql, parameters, 'JSONCompactEachRow');
  if (!result.ok) return result;
  const rows: T[] = [];
  const bytes = result.value;
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, at);
    const line = bytes.subarray(at, end < 0 ? bytes.length : end);
    at += line.length + 1;
    if (line.length > 0) rows.push(read(JSON.parse(decoder.decode(line)) as JsonRow));
  }
  return success(rows);
}
