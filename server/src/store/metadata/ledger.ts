import type { Failure } from '@foreshock/model/failure.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { LedgerEntry, LedgerRow } from '@foreshock/model/ledger.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { decodeCursor, type Page, pageOf } from './cursor.ts';
import { type ChainHead, extendChain, genesisHash, readChainHead } from './hash-chain.ts';
import { type Db, inserts, inTransaction, type Trx } from './in-transaction.ts';
import { jsonText } from './json-text.ts';
import { type ChainVerdict, verifyChain } from './verify-chain.ts';

/** Rows per query when the whole ledger is read. */
const READ_ROWS = 1_000;

/** Appends in order; gives the rows as they stand. The tenant must exist. */
export async function appendLedger(
  trx: Trx,
  tenant: TenantId,
  time: Timestamp,
  entries: readonly LedgerEntry[],
): Promise<LedgerRow[]> {
  const rows = await extendChain(trx, 'ledger', tenant, time, entries);
  for (const part of inserts(rows)) {
    await trx
      .insertInto('ledger')
      .values(
        part.map((row) => ({
          tenant,
          sequence: row.sequence,
          time: row.time,
          entry: jsonText(row.entry),
          previous_hash: row.previousHash,
          hash: row.hash,
          type: row.entry.type,
          prediction: row.entry.type === 'unpredicted' ? '' : row.entry.prediction,
          failure: row.entry.failure,
        })),
      )
      .execute();
  }
  return rows;
}

export interface LedgerQuery {
  readonly prediction?: PredictionId;
  readonly failure?: Failure;
  readonly type?: LedgerEntry['type'];
  /** Newest first without it. */
  readonly order?: 'newest' | 'oldest';
  readonly limit: number;
  readonly cursor?: string;
}

/** `input-invalid` for a foreign cursor. */
export async function listLedger(db: Db, tenant: TenantId, query: LedgerQuery): Promise<Result<Page<LedgerRow>>> {
  const isOldest = query.order === 'oldest';
  let select = db
    .selectFrom('ledger')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('sequence', isOldest ? 'asc' : 'desc')
    .limit(query.limit + 1);
  if (query.prediction !== undefined) select = select.where('prediction', '=', query.prediction);
  if (query.failure !== undefined) select = select.where('failure', '=', query.failure);
  if (query.type !== undefined) select = select.where('type', '=', query.type);
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, [0] as const);
    if (!cursor.ok) return cursor;
    select = select.where('sequence', isOldest ? '>' : '<', cursor.value[0]);
  }
  return success(pageOf(await select.execute(), query.limit, rowOf, (row) => [row.sequence]));
}

export async function findLedgerRow(db: Db, tenant: TenantId, sequence: number): Promise<LedgerRow | undefined> {
  const row = await db
    .selectFrom('ledger')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return row && rowOf(row);
}

/** Every row, oldest first; rows appended meanwhile may come at the end. */
export async function* exportLedger(db: Db, tenant: TenantId): AsyncGenerator<LedgerRow> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await db
      .selectFrom('ledger')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(READ_ROWS)
      .execute();
    yield* rows.map(rowOf);
    if (rows.length < READ_ROWS) return;
    after = rows.at(-1)!.sequence;
  }
}

/** `shown`: nobody was shown the others. `possible`: also those that said 5 % or more. */
export type ScoredForecasts = 'shown' | 'possible' | 'all';

/**
 * Rows by sequence for scoring, of ticks from `from` on: forecasts with what became of them, and every failure that
 * began. `undefined` when there are more than `most`.
 */
export async function selectScoredRows(
  db: Db,
  tenant: TenantId,
  query: { readonly forecasts: ScoredForecasts; readonly from: Timestamp; readonly most: number },
): Promise<LedgerRow[] | undefined> {
  const rows: LedgerRow[] = [];
  let after = 0;
  for (;;) {
    let select = db
      .selectFrom('ledger')
      .select(['sequence', 'time', 'entry', 'previous_hash', 'hash'])
      .where('tenant', '=', tenant)
      .where('sequence', '>', after)
      .where('time', '>=', query.from)
      .orderBy('sequence')
      .limit(READ_ROWS);
    if (query.forecasts === 'shown') select = select.where(shownOrBegun);
    if (query.forecasts === 'possible') select = select.where(sql<boolean>`(${shownOrBegun} OR ${possible})`);
    const page = await select.execute();
    for (const row of page) rows.push(rowOf(row));
    if (rows.length > query.most) return undefined;
    if (page.length < READ_ROWS) return rows;
    after = page.at(-1)!.sequence;
  }
}

const shownOrBegun = sql<boolean>`(
  ledger.prediction <> '' OR ledger.type = 'unpredicted'
  OR (ledger.type = 'outcome' AND ledger.entry ->> 'onsetAt' IS NOT NULL)
)`;

const POSSIBLE_FROM = 0.05;
const possible = sql<boolean>`CASE ledger.type
  WHEN 'forecast' THEN (ledger.entry ->> 'calibrated')::double precision >= ${POSSIBLE_FROM}
  WHEN 'outcome' THEN EXISTS (
    SELECT 1 FROM ledger AS forecast
    WHERE forecast.tenant = ledger.tenant AND forecast.sequence = (ledger.entry ->> 'of')::bigint
      AND forecast.type = 'forecast' AND (forecast.entry ->> 'calibrated')::double precision >= ${POSSIBLE_FROM}
  )
  ELSE false END`;

/** The first and the last row; none of an empty ledger. */
export async function selectLedgerEnds(db: Db, tenant: TenantId): Promise<LedgerRow[]> {
  const first = await findLedgerRow(db, tenant, 1);
  const last = await findLedgerRow(db, tenant, (await readLedgerHead(db, tenant)).sequence);
  return first && last ? [first, last] : [];
}

/** Failures of which there is any forecast. */
export async function listForecastFailures(db: Db, tenant: TenantId): Promise<ReadonlySet<Failure>> {
  const rows = await db
    .selectFrom('ledger')
    .select('failure')
    .distinct()
    .where('tenant', '=', tenant)
    .where('type', '=', 'forecast')
    .execute();
  // Written from entries, whose failures are of the list.
  return new Set(rows.map((row) => row.failure as Failure));
}

/** What to keep outside the store, for `verifyLedger` later. */
export async function readLedgerHead(db: Db, tenant: TenantId): Promise<ChainHead> {
  return inTransaction(db, (trx) => readChainHead(trx, 'ledger', tenant));
}

/** Names the rows that are not as they were written. `anchors`: heads kept outside the store; the store's own counts too. */
export async function verifyLedger(
  db: Db,
  tenant: TenantId,
  anchors: readonly ChainHead[] = [],
): Promise<ChainVerdict> {
  // The head first: rows that are appended while we read are then simply more than it asks for.
  const head = await readLedgerHead(db, tenant);
  return verifyChain(genesisHash('ledger', tenant), exportLedger(db, tenant), [head, ...anchors]);
}

export interface MaturedCall {
  readonly prediction: PredictionId;
  readonly hit: boolean;
  /** Probability that was shown in the forecast row that the outcome resolves, 0 to 1. */
  readonly shown: number;
}

/**
 * The newest matured episodes of a failure whose resolved forecast had shown at least `shownAtLeast`, oldest first.
 * An episode is a prediction; its newest outcome counts, and only hits and misses do.
 */
export async function selectMaturedCalls(
  db: Db,
  tenant: TenantId,
  query: { readonly failure: Failure; readonly shownAtLeast: number; readonly limit?: number },
): Promise<MaturedCall[]> {
  const { rows } = await sql<{ prediction: PredictionId; outcome: string; shown: number }>`
    SELECT latest.prediction, latest.outcome, latest.shown
    FROM (
      SELECT DISTINCT ON (resolved.prediction)
        resolved.prediction,
        resolved.sequence,
        resolved.entry ->> 'outcome' AS outcome,
        (forecast.entry ->> 'shown')::double precision AS shown
      FROM ledger AS resolved
      JOIN ledger AS forecast
        ON forecast.tenant = resolved.tenant AND forecast.sequence = (resolved.entry ->> 'of')::bigint
      WHERE resolved.tenant = ${tenant}
        AND resolved.failure = ${query.failure}
        AND resolved.type = 'outcome'
        AND resolved.prediction <> ''
        AND forecast.type = 'forecast'
      ORDER BY resolved.prediction, resolved.sequence DESC
    ) AS latest
    WHERE latest.outcome IN ('hit', 'miss') AND latest.shown >= ${query.shownAtLeast}
    ORDER BY latest.sequence DESC
    LIMIT ${query.limit ?? 200}
  `.execute(db);
  return rows.map(({ prediction, outcome, shown }) => ({ prediction, hit: outcome === 'hit', shown })).reverse();
}

function rowOf(row: {
  sequence: number;
  time: number;
  entry: LedgerEntry;
  previous_hash: string;
  hash: string;
}): LedgerRow {
  return {
    sequence: row.sequence,
    time: row.time,
    entry: row.entry,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
