import type { ReactNode } from 'react';
import { useState } from 'react';
import styles from './chart-figure.module.css';
import type { Column } from './data-table.tsx';
import { DataTable } from './data-table.tsx';

export interface TableTwin {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface ChartFigureProps {
  /** The finding, as a sentence. */
  readonly finding: string;
  readonly note?: ReactNode;
  /** Stand beside the toggle. */
  readonly tools?: ReactNode;
  /** The same figures as a table. Made only when somebody asks for it. */
  readonly twin: () => TableTwin;
  readonly children: ReactNode;
}

/** A chart with its finding as title and its table one key away. */
export function ChartFigure({ finding, note, tools, twin, children }: ChartFigureProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure>
      <figcaption className={styles.head}>
        <div>
          <p className={styles.finding}>{finding}</p>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        <div className={styles.tools}>
          {tools}
          <button type="button" className={styles.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'as chart' : 'as table'}
          </button>
        </div>
      </figcaption>
      {asTable ? <Twin caption={finding} twin={twin()} /> : children}
    </figure>
  );
}

function Twin({ caption, twin }: { caption: string; twin: TableTwin }) {
  return (
    <DataTable
      caption={caption}
      columns={twin.columns}
      rows={twin.rows.map((cells, index) => ({ id: String(index), cells }))}
      twin
    />
  );
}
