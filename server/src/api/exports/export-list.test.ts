import { catalog } from '@foreshock/contract/catalog.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { expect, test } from 'vitest';
import { csvText } from './csv-text.ts';
import { exportFormOf, exportList } from './export-list.ts';
import { parquetBytes } from './parquet-bytes.ts';
import { columnsOf, tableOf } from './table-rows.ts';

const row = (sequence: number) => ({ sequence, time: 5, entry: { a: [1] }, previousHash: 'p', hash: 'h' });

function pages(count: number) {
  const asked: unknown[] = [];
  const ask = async (input: Readonly<Record<string, unknown>>) => {
    asked.push(input);
    const at = Number(input.cursor ?? 0);
    return success({ items: [row(at + 1)], next: at + 1 < count ? String(at + 1) : null });
  };
  return { asked, ask };
}

test('all pages become one file, and the columns are those of the schema', async () => {
  const { ask, asked } = pages(3);
  const file = await exportList(catalog.listLedger, 'csv', { order: 'oldest' }, ask);
  expect(file.ok && file.value.body).toBe(
    `sequence,time,entry,previousHash,hash\r\n${['1', '2', '3'].map((at) => `${at},5,"{""a"":[1]}",p,h\r\n`).join('')}`,
  );
  expect(asked).toEqual([
    { limit: 1000, order: 'oldest' },
    { limit: 1000, order: 'oldest', cursor: '1' },
    { limit: 1000, order: 'oldest', cursor: '2' },
  ]);
});

test('who says a limit gets that page and the cursor of the next', async () => {
  const { ask } = pages(3);
  const file = await exportList(catalog.listLedger, 'jsonl', { limit: '1' }, ask);
  expect(file).toEqual(success({ body: `${JSON.stringify(row(1))}\n`, rows: 1, next: '1' }));
});

test('a page that is refused is the answer', async () => {
  const refused = failure('input-invalid', 'limit: too large');
  expect(await exportList(catalog.listLedger, 'csv', {}, async () => refused)).toEqual(refused);
});

test('a file is made for who asks for one first, of a list that comes in pages', () => {
  const check = (accept: string | undefined, form: string | undefined, operation = catalog.listLedger) =>
    expect(exportFormOf(operation, accept), accept).toBe(form);
  check('text/csv', 'csv');
  check('text/html, text/csv;q=0.5', 'csv');
  check('application/vnd.apache.parquet', 'parquet');
  check('application/x-ndjson', 'jsonl');
  check('application/json, text/csv', undefined);
  check('*/*', undefined);
  check(undefined, undefined);
  check('constructor', undefined);
  expect(exportFormOf(catalog.getStatus, 'text/csv')).toBeUndefined();
});

test('a text that a spreadsheet would run is no formula any more, and a negative number stays one', () => {
  const columns = [
    { name: 'a', path: ['a'], kind: 'text' as const },
    { name: 'b', path: ['b'], kind: 'number' as const },
  ];
  const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '|calc', '＝1'];
  const table = tableOf(columns, [...hostile.map((a) => ({ a, b: -1 })), { a: 'plain "x", y', b: null }]);
  const lines = csvText(table).split('\r\n');
  expect(lines[1]).toBe("'=1+1,-1");
  const cells = lines.slice(1, 1 + hostile.length).join('\n');
  expect(cells.match(/'/g)).toHaveLength(hostile.length);
  expect(lines.at(-2)).toBe('"plain ""x"", y",');
});

test('a field within a field is a column of its own, and a list is one cell', () => {
  const columns = columnsOf(catalog.listIncidents) ?? [];
  expect(columns.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['id', 'impact.requestShare', 'predicted.lead', 'entities']),
  );
  const [first] = tableOf(columns, [{ impact: { requestShare: 0.5 }, predicted: null, entities: [] }]).rows;
  const cell = (name: string) => first?.[columns.findIndex((column) => column.name === name)];
  expect([cell('impact.requestShare'), cell('predicted.lead'), cell('entities')]).toEqual([0.5, null, '[]']);
});

test('a Parquet file begins and ends as one', async () => {
  const bytes = await parquetBytes(tableOf(columnsOf(catalog.listLedger) ?? [], [row(1), { ...row(2), time: null }]));
  expect(Buffer.from(bytes.slice(0, 4)).toString()).toBe('PAR1');
  expect(Buffer.from(bytes.slice(-4)).toString()).toBe('PAR1');
});
