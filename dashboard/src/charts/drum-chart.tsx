import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { clockWords, dayWords } from '../words/time-words.ts';
import { numberWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import type { ChartStop } from './chart-stop.ts';
import { ChartSurface } from './chart-surface.tsx';
import type { Drum, DrumOptions } from './drum-geometry.ts';
import { layOutDrum } from './drum-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Hatch } from './odds-mark.tsx';
import { TimelineSymbol } from './timeline-symbol.tsx';

export interface DrumChartProps extends Omit<DrumOptions, 'width'> {
  readonly label: string;
  readonly onOpen: (path: string) => void;
}

export function DrumChart(props: DrumChartProps) {
  return <MeasuredBox height={360}>{(width) => <Drawing width={width} {...props} />}</MeasuredBox>;
}

function Drawing({ width, label, onOpen, ...options }: DrumChartProps & { width: number }) {
  const drum = layOutDrum({ width, ...options });
  const stops = stopsOf(drum, options);
  const open = (index: number) => {
    const text = stops[index]?.text;
    const mark = drum.marks.find((placed) => text?.endsWith(placed.mark.text));
    if (mark?.mark.to) onOpen(mark.mark.to);
  };
  return (
    <ChartSurface
      width={width}
      height={drum.height}
      label={label}
      stops={stops}
      inPlane
      cursorSpan={[drum.top - 4, drum.height]}
      onPick={open}
    >
      <Hatch id="drum-silent" />
      <MinuteScale drum={drum} />
      {drum.wash.map((part) => (
        <rect key={`${part.x} ${part.y}`} className={styles.wash} {...part} />
      ))}
      {drum.silent.map((part) => (
        <rect key={`${part.x} ${part.y}`} {...part} fill="url(#drum-silent)" />
      ))}
      {drum.rows.map((row, i) => (
        <RowLabel key={row.start} row={row} drum={drum} index={i} now={options.now} />
      ))}
      <path d={drum.strokes.quiet} stroke="var(--ink)" strokeWidth={1} opacity={0.7} fill="none" />
      <path d={drum.strokes.over} stroke="var(--ink)" strokeWidth={1.9} fill="none" />
      <path d={drum.strokes.open} stroke="var(--now)" strokeWidth={1.7} fill="none" />
      {drum.ink.map((part) => (
        <rect
          key={`${part.x} ${part.y}`}
          x={part.x}
          y={part.y}
          width={part.width}
          height={part.height}
          fill="var(--coming)"
          opacity={part.opacity}
        />
      ))}
      <path d={drum.dots} stroke="var(--coming)" strokeWidth={2} strokeDasharray="2 5" />
      <path d={`M${drum.now.x} ${drum.now.row.y - 2}v${drum.now.row.height + 4}`} stroke="var(--ink)" />
      <path d={`M${drum.now.x - 4} ${drum.now.row.y - 8}h8l-4 6Z`} fill="var(--ink)" />
      {drum.marks.map(({ mark, x, y, logY }) => (
        <g key={mark.id}>
          <g transform={`translate(${x} ${y})`}>
            <TimelineSymbol kind={mark.kind} />
          </g>
          {drum.logX !== undefined && (
            <>
              <path
                d={`M${drum.right + 6} ${y}h10L${drum.logX - 14} ${logY}h6`}
                fill="none"
                stroke="var(--ink-4)"
                strokeWidth={0.8}
              />
              <LogEntry mark={mark} x={drum.logX} y={logY} onOpen={onOpen} />
            </>
          )}
        </g>
      ))}
    </ChartSurface>
  );
}

function LogEntry({
  mark,
  x,
  y,
  onOpen,
}: {
  mark: DrumOptions['marks'][number];
  x: number;
  y: number;
  onOpen: (path: string) => void;
}) {
  const tone =
    mark.kind === 'incident-open'
      ? styles.now
      : mark.kind === 'act-by' || mark.kind === 'horizon'
        ? styles.coming
        : styles.strong;
  const text = mark.text.length > 50 ? `${mark.text.slice(0, 49)}…` : mark.text;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same objects are links in the lists of the page
    <g
      transform={`translate(${x} ${y})`}
      cursor={mark.to ? 'pointer' : undefined}
      onClick={() => mark.to && onOpen(mark.to)}
    >
      <TimelineSymbol kind={mark.kind} />
      <text x={12} y={4} className={tone}>
        {clockWords(mark.time)}
      </text>
      <text x={50} y={4} className={styles.second}>
        {text}
        <title>{mark.text}</title>
      </text>
    </g>
  );
}

function MinuteScale({ drum }: { drum: Drum }) {
  const step = (drum.right - drum.left) / 12;
  const every = step < 34 ? 6 : step < 60 ? 4 : 2;
  return (
    <g>
      {Array.from({ length: 12 }, (_, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the segments are their positions
          key={i}
          x={drum.left + i * step}
          y={12.5}
          width={step}
          height={3}
          fill={i % 2 === 0 ? 'var(--ink-2)' : 'var(--paper)'}
          stroke="var(--ink-2)"
        />
      ))}
      {Array.from({ length: 13 }, (_, i) =>
        i % every === 0 ? (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: the labels are their positions
            key={i}
            x={drum.left + i * step}
            y={8}
            textAnchor="middle"
          >
            {i === 12 ? '60 min' : String(i * 5).padStart(2, '0')}
          </text>
        ) : null,
      )}
    </g>
  );
}

function RowLabel({ row, drum, index, now }: { row: Drum['rows'][number]; drum: Drum; index: number; now: number }) {
  const hour = new Date(row.start).getHours();
  const coming = row.start > now;
  const current = row === drum.now.row;
  const midnight = hour === 0 || index === 0;
  const besideFirst = index === 1 || index === 2;
  if (!current && !coming && index !== 0 && (hour % 3 !== 0 || besideFirst)) return null;
  return (
    <text
      x={drum.left - 10}
      y={row.middle + 4}
      textAnchor="end"
      className={current ? styles.strong : coming ? styles.coming : undefined}
    >
      {midnight ? `${dayWords(row.start).slice(0, 3)} ` : ''}
      {String(hour).padStart(2, '0')}
    </text>
  );
}

/** Every fifth minute and every mark can be read. */
function stopsOf(drum: Drum, { minutes, now }: Omit<DrumOptions, 'width'>): ChartStop[] {
  const rowAt = (time: number) => drum.rows.find((row) => time >= row.start && time < row.start + HOUR);
  const read = minutes.up.flatMap((up, i) => {
    const time = minutes.from + i * MINUTE;
    const row = rowAt(time);
    if (i % 5 !== 0 || !row || time >= now) return [];
    const said = minutes.silent[i] ? 'no data' : up === undefined ? 'not analysed' : `surprise ${numberWords(up)}`;
    return [{ time, x: drum.x(time), y: row.middle, text: `${dayWords(time)}, ${clockWords(time)}: ${said}` }];
  });
  const marks = drum.marks.map(({ mark, x, y }) => ({
    time: mark.time,
    x,
    y,
    text: `${clockWords(mark.time)}: ${mark.text}`,
  }));
  return [...read, ...marks].sort((a, b) => a.time - b.time).map(({ x, y, text }) => ({ x, y, text }));
}
