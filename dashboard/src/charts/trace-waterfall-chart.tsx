import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { shortName } from '../words/name-words.ts';
import { valueWords } from '../words/value-words.ts';
import styles from './trace-waterfall.module.css';
import type { WaterfallRow, WaterfallSpan } from './trace-waterfall-geometry.ts';
import { layOutWaterfall } from './trace-waterfall-geometry.ts';

export interface TraceWaterfallProps {
  readonly spans: readonly WaterfallSpan[];
  readonly durationMs: number;
  readonly foldRepeats: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (spanId: string) => void;
  readonly label: string;
}

const ROW = 28;
const ROW_PHONE = 36;

/** Only the rows in view are drawn: a trace may have 5,000. */
export function TraceWaterfall({ spans, durationMs, foldRepeats, chosen, onChoose, label }: TraceWaterfallProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () => layOutWaterfall(spans, { closed, opened, foldRepeats }),
    [spans, closed, opened, foldRepeats],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = globalThis.matchMedia('(max-width: 720px)').matches ? ROW_PHONE : ROW;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const toggle = (row: WaterfallRow) => {
    if (row.count > 1) setOpened(new Set([...opened, row.key]));
    else
      setClosed(
        closed.has(row.key) ? new Set([...closed].filter((key) => key !== row.key)) : new Set([...closed, row.key]),
      );
  };
  return (
    <div>
      <div className={`${styles.row} ${styles.head}`} aria-hidden="true">
        <span>span</span>
        <span>0 to {valueWords(durationMs, 'ms')}</span>
        <span className={styles.figure}>took</span>
        <span className={`${styles.figure} ${styles.self}`}>by itself</span>
      </div>
      <section
        ref={scroller}
        className={styles.rows}
        style={{ height: Math.min(560, rows.length * rowHeight + 2) }}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <div className={styles.inner} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            return (
              <div
                key={row.key}
                className={`${styles.row} ${row.span.spanId === chosen ? styles.chosen : ''}`}
                style={{ top: item.start }}
              >
                <RowName row={row} onToggle={() => toggle(row)} onChoose={() => onChoose(row.span.spanId)} />
                <RowBar row={row} durationMs={durationMs} />
                <span className={styles.figure}>{valueWords(row.endMs - row.startMs, 'ms')}</span>
                <span className={`${styles.figure} ${styles.self}`}>{valueWords(row.selfMs, 'ms')}</span>
              </div>
            );
          })}
        </div>
      </section>
    </div>
  );
}

function RowName({ row, onToggle, onChoose }: { row: WaterfallRow; onToggle: () => void; onChoose: () => void }) {
  const folds = row.count > 1 || row.below > 0;
  return (
    <span className={styles.name} style={{ paddingLeft: Math.min(row.depth, 14) * 12 }}>
      {folds ? (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={!row.closed}
          aria-label={`${row.span.name}, ${row.below} spans below`}
          onClick={onToggle}
        >
          {row.closed ? <ChevronRight size={14} strokeWidth={2} /> : <ChevronDown size={14} strokeWidth={2} />}
        </button>
      ) : (
        <span className={styles.toggle} />
      )}
      <button type="button" className={styles.open} onClick={onChoose} title={`${row.span.entity} ${row.span.name}`}>
        <span className={styles.entity}>{shortName(row.span.entity)}</span>{' '}
        <span className={row.errorOrigin ? styles.origin : undefined}>{row.span.name}</span>
        {row.count > 1 && ` × ${row.count}`}
        {row.errorOrigin && <span className={styles.origin}> error began here</span>}
        {row.closed && row.count === 1 && <span className={styles.entity}> {row.below} below</span>}
      </button>
    </span>
  );
}

/** Solid on the critical path, light beside it; vermilion where a call failed. */
function RowBar({ row, durationMs }: { row: WaterfallRow; durationMs: number }) {
  const total = Math.max(durationMs, 0.001);
  const x = (Math.max(0, row.startMs) / total) * 100;
  const width = Math.max(0.4, ((row.endMs - row.startMs) / total) * 100);
  const fill = row.failures > 0 ? 'var(--now)' : 'var(--ink)';
  return (
    <svg width="100%" height={12} aria-hidden="true">
      <rect
        x={`${Math.min(x, 99.6)}%`}
        y={2}
        width={`${width}%`}
        height={8}
        fill={fill}
        opacity={row.onCriticalPath ? 1 : 0.34}
      />
    </svg>
  );
}
