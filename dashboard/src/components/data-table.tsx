import type { ReactNode } from 'react';
import styles from './data-table.module.css';

export interface Column {
  readonly name: string;
  /** Figures stand to the right. */
  readonly figure?: boolean;
}

export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[]; readonly selected?: boolean }[];
  /** The twin of a chart scrolls in its own box. */
  readonly twin?: boolean;
}

export function DataTable({ caption, columns, rows, twin = false }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={`${styles.scroller} ${twin ? styles.twin : ''}`} aria-label={`${caption}, table`} tabIndex={0}>
      <table className={`${styles.table} ${columns.length > 4 ? styles.many : ''}`} aria-label={caption}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={column.figure ? styles.figure : undefined}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              className={row.selected ? styles.selected : undefined}
              aria-current={row.selected || undefined}
            >
              {row.cells.map((cell, index) => (
                <td key={columns[index]?.name} className={columns[index]?.figure ? styles.figure : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
