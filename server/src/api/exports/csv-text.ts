import type { Cell, Table } from './table-rows.ts';

/** What a spreadsheet takes for a formula, which may fetch and send: OWASP, "CSV Injection". */
const FORMULA = /^[=+\-@\t\r\n|%\uFF0B\uFF0D\uFF1D\uFF20]/;

/** RFC 4180, lines end with CR LF. A text that a spreadsheet would run gets an apostrophe before it. */
export function csvText({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => quoted(name)), ...rows.map((row) => row.map(csvCell))];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  // Numbers of ours are numbers, whatever their sign.
  if (typeof cell !== 'string') return String(cell);
  return quoted(FORMULA.test(cell) ? `'${cell}` : cell);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text;
}
