import type { Result } from '@foreshock/model/known-error.ts';
import type { ArrowColumn } from './arrow-column.ts';

/** Values of `{name:Type}` placeholders. Numbers must be finite; 64-bit integers are bigint. */
export type Parameters = Readonly<Record<string, string | number | bigint | readonly (string | number | bigint)[]>>;

export type OutputFormat = 'JSONCompactEachRow' | 'RowBinary';

/** One INSERT from memory. `select` gives, of each column of the table, an expression over `columns`. */
export interface Insert {
  /** Database and table, identifiers of ours. */
  readonly table: string;
  readonly rows: number;
  readonly columns: readonly ArrowColumn[];
  readonly select: Readonly<Record<string, string>>;
  /** A second insert into the table with an equal token changes nothing; absent where rows replace each other. */
  readonly token?: string;
}

/** What the store needs of an engine. SQL text is ours; whatever comes from outside is a parameter. */
export interface Connection {
  /** Limits of the configuration hold for every call. Queries with parameters run one after the other. */
  select(sql: string, parameters: Parameters, format: OutputFormat): Promise<Result<Uint8Array>>;
  /**
   * Resolves when the rows would survive a crash. The buffers of `columns` must not change before. `telemetry-refused` when
   * the engine would never take these rows; then it has none of them.
   */
  insert(insert: Insert): Promise<Result<void>>;
  /** Statements without result: tables, partitions. */
  command(sql: string): Promise<Result<void>>;
  /** Waits for work in hand. May be called twice. */
  close(): Promise<void>;
}
