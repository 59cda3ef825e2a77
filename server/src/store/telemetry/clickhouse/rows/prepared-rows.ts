import type { ArrowColumn } from '../arrow-column.ts';

/** What one table takes of an append. */
export interface PreparedRows {
  readonly rows: number;
  readonly columns: readonly ArrowColumn[];
  /** Of each table column an expression over `columns`. */
  readonly select: Readonly<Record<string, string>>;
}

/** Rows that are dropped by their day. */
export interface DatedRows extends PreparedRows {
  readonly days: Uint32Array;
}

/** Table columns that take the column of the same name as it is. */
export function copied(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}
