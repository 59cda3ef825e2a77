/** One statement on its way to the database. It and its answer cross a thread by structured clone. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** What the sender believes. A database that was reopened in between refuses instead of running half a transaction. */
  readonly inTransaction: boolean;
}

export interface StatementError {
  readonly message: string;
  /** SQLSTATE; absent when not PostgreSQL said no. */
  readonly code: string | undefined;
  /** The database itself failed and is opened anew for the next statement. */
  readonly isFatal: boolean;
}

export type StatementAnswer =
  | { readonly rows: readonly Record<string, unknown>[]; readonly affected: number | undefined }
  | { readonly error: StatementError };

export type RunStatement = (statement: Statement) => Promise<StatementAnswer>;

/** What a query rejects with. `code`: SQLSTATE, absent when the database was out of reach. */
export class MetadataError extends Error {
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.name = 'MetadataError';
    this.code = code;
  }
}
