import type { LedgerEntry, LedgerRow } from '@foreshock/model/ledger.ts';

/** As text, a row a line: what an export holds, and what can be verified without the store. */
export type LedgerFormat = 'jsonl' | 'csv';

/** Of each kind of row; what it does not have stays empty. The entry as it is chained comes last. */
const COLUMNS = [
  'sequence',
  'time',
  'type',
  'prediction',
  'entity',
  'failure',
  'issuedAt',
  'horizon',
  'shown',
  'display',
  'delivery',
  'threshold',
  'weight',
  'of',
  'outcome',
  'onsetAt',
  'lead',
  'resolvedAt',
  'person',
  'says',
  'toldAt',
] as const;

export const CSV_HEAD = [...COLUMNS, 'previousHash', 'hash', 'entry'].join(',');

/** Times and durations are milliseconds. */
export function ledgerLine(row: LedgerRow, format: LedgerFormat): string {
  if (format === 'jsonl') return JSON.stringify(row);
  const fields: Readonly<Record<string, unknown>> = { ...row.entry, sequence: row.sequence, time: row.time };
  const cells = [...COLUMNS.map((name) => fields[name]), row.previousHash, row.hash, JSON.stringify(row.entry)];
  return cells.map(csvCell).join(',');
}

/** `undefined` for a line that is no row of a ledger. */
export function parseLedgerLine(line: string): LedgerRow | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof row !== 'object' || row === null) return undefined;
  const { sequence, time, entry, previousHash, hash } = row as Readonly<Record<string, unknown>>;
  const isRow =
    Number.isSafeInteger(sequence) &&
    typeof time === 'number' &&
    typeof entry === 'object' &&
    typeof previousHash === 'string' &&
    typeof hash === 'string';
  // What the entry holds does not matter here: its hash says whether it is what was written.
  return isRow ? { sequence: sequence as number, time, entry: entry as LedgerEntry, previousHash, hash } : undefined;
}

/** RFC 4180. */
function csvCell(value: unknown): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
