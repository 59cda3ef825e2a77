import { readFileSync } from 'node:fs';
import { decompress } from '@foreshock/server/base/compression.ts';

const MAX_BYTES = 2 ** 30;

/** The records of a CSV file (RFC 4180) as objects by the names of its header; `.gz` is decompressed. */
export function readCsv(path: string): Record<string, string>[] {
  const [header = [], ...rows] = readCsvRows(path);
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])));
}

/** All records as they are, the header first. */
export function readCsvRows(path: string): string[][] {
  const bytes = readFileSync(path);
  if (!path.endsWith('.gz')) return parseCsv(bytes.toString('utf8'));
  const plain = decompress('gzip', bytes, MAX_BYTES);
  if (!plain.ok) throw new Error(`${path}: ${plain.error.message}`);
  return parseCsv(Buffer.from(plain.value).toString('utf8'));
}

export function parseCsv(text: string): string[][] {
  if (!text.includes('"')) {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(','));
  }
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    row.push(field.value);
    at = field.end + 1;
    if (text[field.end] === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

interface Field {
  readonly value: string;
  /** Index of the comma or line feed after it. */
  readonly end: number;
}

function plainField(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
  return { value: text.slice(start, end), end };
}

/** What stands between the closing quote and the next comma belongs to the field: such is a broken record. */
function quotedField(text: string, start: number): Field {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return { value: value + text.slice(from), end: text.length };
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const rest = plainField(text, quote + 1);
      return { value: value + rest.value, end: rest.end };
    }
    value += '"';
    from = quote + 2;
  }
}
