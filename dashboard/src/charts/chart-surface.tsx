import type { PointerEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import styles from './chart.module.css';
import type { ChartStop } from './chart-stop.ts';
import { nearestStop } from './chart-stop.ts';

export interface ChartSurfaceProps {
  readonly width: number;
  readonly height: number;
  /** What the chart shows, in words. */
  readonly label: string;
  readonly stops: readonly ChartStop[];
  /** Stops are found in both directions. */
  readonly inPlane?: boolean;
  /** Height of the cursor line; the whole chart without it. */
  readonly cursorSpan?: readonly [number, number];
  /** Called with the two ends of a drag, left first. */
  readonly onDrag?: (from: number, to: number, top: number, bottom: number) => void;
  readonly onPick?: (index: number) => void;
  readonly children: ReactNode;
}

/** Under this a drag is a click with an unsteady hand. */
const LEAST_DRAG = 5;

/** The sheet of a chart: its words for those who do not see it, a cursor for pointer and keys, and dragging. */
export function ChartSurface(props: ChartSurfaceProps) {
  const { width, height, label, stops, inPlane = false, cursorSpan, onDrag, onPick, children } = props;
  const svg = useRef<SVGSVGElement>(null);
  const [at, setAt] = useState(-1);
  const [drag, setDrag] = useState<{ x: number; y: number; toX: number; toY: number } | undefined>();
  const stop = stops[Math.min(at, stops.length - 1)];

  const place = (event: PointerEvent) => {
    const bounds = svg.current?.getBoundingClientRect();
    return { x: event.clientX - (bounds?.left ?? 0), y: event.clientY - (bounds?.top ?? 0) };
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const { x, y } = place(event);
    setAt(nearestStop(stops, x, y, inPlane));
    if (drag) setDrag({ ...drag, toX: x, toY: y });
  };
  const start = (event: PointerEvent<SVGSVGElement>) => {
    if (!onDrag || event.button !== 0 || event.pointerType === 'touch') return;
    const { x, y } = place(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x, y, toX: x, toY: y });
  };
  const end = () => {
    if (drag && onDrag && Math.abs(drag.toX - drag.x) >= LEAST_DRAG) {
      onDrag(
        Math.min(drag.x, drag.toX),
        Math.max(drag.x, drag.toX),
        Math.min(drag.y, drag.toY),
        Math.max(drag.y, drag.toY),
      );
    } else if (onPick && at >= 0) onPick(at);
    setDrag(undefined);
  };
  const [top, bottom] = cursorSpan ?? [0, height];
  return (
    <div className={styles.surface}>
      <svg
        ref={svg}
        className={`${styles.svg} ${onDrag ? styles.draggable : ''}`}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        onPointerMove={move}
        onPointerDown={start}
        onPointerUp={end}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => !drag && setAt(-1)}
      >
        {children}
        {stop && <path className={styles.cursor} d={`M${stop.x} ${top}V${bottom}`} />}
        {stop?.y !== undefined && (
          <circle
            cx={stop.x}
            cy={stop.y}
            r={4}
            fill="var(--paper)"
            stroke="var(--ink)"
            strokeWidth={1.5}
            pointerEvents="none"
          />
        )}
        {drag && (
          <rect
            className={styles.brush}
            x={Math.min(drag.x, drag.toX)}
            y={inPlane ? Math.min(drag.y, drag.toY) : top}
            width={Math.abs(drag.toX - drag.x)}
            height={inPlane ? Math.abs(drag.toY - drag.y) : bottom - top}
          />
        )}
      </svg>
      {stops.length > 0 && (
        <>
          <input
            className={styles.slider}
            type="range"
            min={0}
            max={stops.length - 1}
            value={Math.max(0, Math.min(at, stops.length - 1))}
            aria-label={`Read along: ${label}`}
            aria-valuetext={stop?.text ?? stops[0]?.text}
            onChange={(event) => setAt(Number(event.target.value))}
            onFocus={() => at < 0 && setAt(stops.length - 1)}
            onBlur={() => setAt(-1)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && onPick && at >= 0) onPick(at);
            }}
          />
          <p className={styles.reading} aria-hidden="true">
            {stop?.text}
          </p>
        </>
      )}
    </div>
  );
}
