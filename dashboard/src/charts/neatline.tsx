import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY, MINUTE } from '@foreshock/model/time.ts';
import { clockWords, dayWords, exactClockWords } from '../words/time-words.ts';
import styles from './chart.module.css';
import { layOutNeatline } from './neatline-geometry.ts';
import type { TimeScale } from './time-scale.ts';
import { localOffset } from './time-scale.ts';

export interface NeatlineProps {
  readonly scale: TimeScale;
  readonly y: number;
  readonly now: Timestamp;
}

/** The time axis: ink in the past, blue in the future. It is the scale; there are no ticks. */
export function Neatline({ scale, y, now }: NeatlineProps) {
  const line = layOutNeatline(scale, now, localOffset(scale.range.from));
  const words =
    line.step >= DAY
      ? dayWords
      : line.labels.some((label) => label.time % MINUTE !== 0)
        ? (time: Timestamp) => exactClockWords(time)
        : clockWords;
  return (
    <g>
      {line.segments.map((segment) => {
        const color = segment.future ? 'var(--coming)' : 'var(--ink-2)';
        return (
          <rect
            key={segment.x}
            x={segment.x}
            y={y + 0.5}
            width={segment.width}
            height={4}
            fill={segment.filled ? color : 'var(--paper)'}
            stroke={color}
            strokeWidth={1}
          />
        );
      })}
      {line.labels.map((label) => (
        <text key={label.time} x={Math.max(label.x, scale.left + 14)} y={y + 19} textAnchor="middle">
          {words(label.time)}
        </text>
      ))}
    </g>
  );
}

export interface NowLineProps {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly label?: string;
}

/** One line of ink with a pen on top, through all panels. */
export function NowLine({ x, top, bottom, label }: NowLineProps) {
  return (
    <g>
      <path d={`M${x} ${top}V${bottom}`} stroke="var(--ink)" strokeWidth={1} />
      <path d={`M${x - 5} ${top - 7}H${x + 5}L${x} ${top}Z`} fill="var(--ink)" />
      {label && (
        <text x={x - 9} y={top - 1} textAnchor="end" className={styles.second}>
          {label}
        </text>
      )}
    </g>
  );
}
