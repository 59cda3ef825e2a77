import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { durationWords } from '../words/duration-words.ts';
import { clockWords } from '../words/time-words.ts';
import { numberWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import type { LogBucket } from './log-histogram-geometry.ts';
import { layOutLogHistogram } from './log-histogram-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline } from './neatline.tsx';

export interface LogHistogramChartProps {
  readonly buckets: readonly LogBucket[];
  readonly range: TimeRange;
  readonly step: DurationMs;
  readonly now: Timestamp;
  readonly label: string;
  readonly onRange: (range: TimeRange) => void;
}

/** Drag to look closer. */
export function LogHistogramChart({ buckets, range, step, now, label, onRange }: LogHistogramChartProps) {
  return (
    <MeasuredBox height={134}>
      {(width) => {
        const { time, top, bottom, bars, ticks } = layOutLogHistogram(buckets, range.from, range.to, step, width);
        return (
          <ChartSurface
            width={width}
            height={bottom + 28}
            label={label}
            cursorSpan={[top, bottom]}
            stops={bars.map((bar) => ({
              x: bar.x + bar.width / 2,
              text: `${clockWords(bar.bucket.time)}, ${durationWords(step)}: ${numberWords(bar.bucket.info + bar.bucket.warn + bar.bucket.error)} lines, ${numberWords(bar.bucket.warn)} warnings, ${numberWords(bar.bucket.error)} errors`,
            }))}
            onDrag={(from, to) => onRange({ from: time.time(from), to: time.time(to) })}
          >
            {ticks.map((tick) => (
              <g key={tick.value}>
                <path className={styles.rule} d={`M${time.left} ${tick.y}H${time.right}`} />
                <text x={time.left - 8} y={tick.y + 4} textAnchor="end">
                  {numberWords(tick.value)}
                </text>
              </g>
            ))}
            {bars.map((bar) => (
              <g key={bar.bucket.time}>
                <rect
                  x={bar.x}
                  y={bar.allY}
                  width={bar.width}
                  height={bottom - bar.allY}
                  fill="var(--ink)"
                  opacity={0.16}
                />
                <rect x={bar.x} y={bar.badY} width={bar.width} height={bottom - bar.badY} fill="var(--ink)" />
              </g>
            ))}
            <Neatline scale={time} y={bottom + 4} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}
