// A list as a file: walks the pages of an operation and writes them in the form that was asked for.
import type { Operation } from '@foreshock/contract/operation.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import { csvText } from './csv-text.ts';
import { parquetBytes } from './parquet-bytes.ts';
import { columnsOf, tableOf } from './table-rows.ts';

/** Media types by the form that they are of, as `Accept` names them. */
const FORMS: Readonly<Record<string, ExportForm>> = {
  'text/csv': 'csv',
  'application/jsonl': 'jsonl',
  'application/x-ndjson': 'jsonl',
  'application/vnd.apache.parquet': 'parquet',
};

export type ExportForm = 'csv' | 'jsonl' | 'parquet';

export const TYPE_OF_FORM: Readonly<Record<ExportForm, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

export interface ExportedList {
  readonly body: string | Uint8Array;
  readonly rows: number;
  /** Cursor of what did not fit into one file. */
  readonly next: string | undefined;
}

/** What fits into memory beside everything else; the answer says where to go on. */
const MOST_ROWS = 20_000;
const PAGE = 1_000;

/** The first type of `Accept` that is one of a file; `undefined` where JSON will do or the operation is no list. */
export function exportFormOf(description: Operation, accept: string | undefined): ExportForm | undefined {
  for (const part of (accept ?? '').split(',')) {
    const type = part.split(';', 1)[0]!.trim().toLowerCase();
    const form = Object.hasOwn(FORMS, type) ? FORMS[type] : undefined;
    if (form !== undefined) return columnsOf(description) && form;
    if (type === 'application/json' || type === '*/*') return undefined;
  }
  return undefined;
}

/** `ask`: one page. A `limit` in the input is kept: then there is one page. */
export async function exportList(
  description: Operation,
  form: ExportForm,
  input: Readonly<Record<string, unknown>>,
  ask: (input: Readonly<Record<string, unknown>>) => Promise<Result<unknown>>,
): Promise<Result<ExportedList>> {
  const items: unknown[] = [];
  let cursor = input.cursor;
  do {
    const page = await ask({ limit: PAGE, ...input, ...(cursor !== undefined && { cursor }) });
    if (!page.ok) return page;
    // The cast holds: only operations whose schema says so have columns.
    const { items: some, next } = page.value as { readonly items: readonly unknown[]; readonly next?: string | null };
    items.push(...some);
    cursor = next ?? undefined;
  } while (cursor !== undefined && input.limit === undefined && items.length < MOST_ROWS);
  const next = typeof cursor === 'string' ? cursor : undefined;
  return success({ body: await write(description, form, items), rows: items.length, next });
}

async function write(
  description: Operation,
  form: ExportForm,
  items: readonly unknown[],
): Promise<string | Uint8Array> {
  if (form === 'jsonl') return items.map((item) => `${JSON.stringify(item)}\n`).join('');
  const table = tableOf(columnsOf(description) ?? [], items);
  return form === 'csv' ? csvText(table) : parquetBytes(table);
}
