import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Outside a transaction, or inside one that the caller began. */
export type Db = Kysely<Tables>;

export type Trx = Transaction<Tables>;

/** All of `work` or nothing; part of the caller's transaction when `db` is one. */
export function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Trx); // Kysely tells the two apart by this flag alone
  return db.transaction().execute(work);
}

/** PostgreSQL takes 65,535 parameters a statement; no table of ours has a hundred columns. */
const ROWS_PER_INSERT = 500;

export function* inserts<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) yield rows.slice(at, at + ROWS_PER_INSERT);
}

/** The last one of each id: an upsert must not meet a row twice. */
export function lastById<Noun extends { readonly id: string }>(nouns: readonly Noun[]): Noun[] {
  return [...new Map(nouns.map((noun) => [noun.id, noun])).values()];
}
