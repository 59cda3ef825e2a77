import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { exactClockWords } from '../words/time-words.ts';
import { valueWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import type { LatencyPoint } from './latency-scatter-geometry.ts';
import { layOutLatencyScatter } from './latency-scatter-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline } from './neatline.tsx';

export interface LatencyScatterChartProps {
  readonly points: readonly LatencyPoint[];
  readonly range: TimeRange;
  readonly now: Timestamp;
  readonly label: string;
  /** A box was drawn: times and durations (ms) of its sides. */
  readonly onBox: (range: TimeRange, fromMs: number, toMs: number) => void;
  readonly onOpen: (id: string) => void;
}

export function LatencyScatterChart({ points, range, now, label, onBox, onOpen }: LatencyScatterChartProps) {
  const ordered = [...points].sort((a, b) => a.time - b.time);
  return (
    <MeasuredBox height={200}>
      {(width) => {
        const chart = layOutLatencyScatter(ordered, range, width);
        const { time, top, bottom } = chart;
        return (
          <ChartSurface
            width={width}
            height={bottom + 28}
            label={label}
            inPlane
            cursorSpan={[top, bottom]}
            stops={chart.points.map(({ x, y, point }) => ({
              x,
              y,
              text: `${exactClockWords(point.time)}: ${point.name}, ${valueWords(point.durationMs, 'ms')}${point.failed ? ', failed' : ''}`,
            }))}
            onDrag={(from, to, high, low) =>
              onBox({ from: time.time(from), to: time.time(to) }, chart.durationAt(low), chart.durationAt(high))
            }
            onPick={(index) => {
              const point = ordered[index];
              if (point) onOpen(point.id);
            }}
          >
            {chart.ticks.map((tick) => (
              <g key={tick.durationMs}>
                <path className={styles.rule} d={`M${time.left} ${tick.y}H${time.right}`} />
                <text x={time.left - 8} y={tick.y + 4} textAnchor="end">
                  {valueWords(tick.durationMs, 'ms')}
                </text>
              </g>
            ))}
            {chart.points.map(({ x, y, point }) =>
              point.failed ? (
                <rect key={point.id} x={x - 3.5} y={y - 3.5} width={7} height={7} fill="var(--now)" opacity={0.85} />
              ) : (
                <circle key={point.id} cx={x} cy={y} r={2.6} fill="var(--ink)" opacity={0.4} />
              ),
            )}
            <Neatline scale={time} y={bottom + 4} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}
