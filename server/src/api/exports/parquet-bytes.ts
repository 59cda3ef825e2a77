import type { Column, Table } from './table-rows.ts';

/** A Parquet file with one nullable column for each of the table: STRING, DOUBLE, BOOLEAN, or JSON as STRING. */
export async function parquetBytes({ columns, rows }: Table): Promise<Uint8Array> {
  // Loaded by who asks for it: most never do.
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const buffer = parquetWriteBuffer({
    columnData: columns.map((column, index) => ({
      name: column.name,
      type: typeOf(column),
      nullable: true,
      data: rows.map((row) => row[index] ?? null),
    })),
  });
  return new Uint8Array(buffer);
}

function typeOf({ kind }: Column): 'STRING' | 'DOUBLE' | 'BOOLEAN' {
  if (kind === 'number') return 'DOUBLE';
  return kind === 'boolean' ? 'BOOLEAN' : 'STRING';
}
