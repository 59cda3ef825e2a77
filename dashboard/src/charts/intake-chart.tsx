import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { durationWords } from '../words/duration-words.ts';
import { clockWords } from '../words/time-words.ts';
import { shortNumberWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import type { IntakeStep } from './intake-geometry.ts';
import { layOutIntake } from './intake-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline } from './neatline.tsx';

export interface IntakeChartProps {
  readonly steps: readonly IntakeStep[];
  readonly range: TimeRange;
  readonly step: DurationMs;
  readonly now: Timestamp;
  readonly label: string;
  readonly onRange: (range: TimeRange) => void;
}

/** Records that came in, step by step; solid is what was not stored. Drag to look closer. */
export function IntakeChart({ steps, range, step, now, label, onRange }: IntakeChartProps) {
  return (
    <MeasuredBox height={104}>
      {(width) => {
        const { time, top, bottom, bars, ticks } = layOutIntake(steps, range, step, width);
        return (
          <ChartSurface
            width={width}
            height={bottom + 28}
            label={label}
            cursorSpan={[top, bottom]}
            stops={bars.map((bar, index) => ({
              x: bar.x + bar.width / 2,
              text: `${clockWords(range.from + index * step)}, ${durationWords(step)}: ${shortNumberWords(bar.step.received)} came in, ${shortNumberWords(bar.step.notStored)} not stored`,
            }))}
            onDrag={(from, to) => onRange({ from: time.time(from), to: time.time(to) })}
          >
            {ticks.map((tick) => (
              <g key={tick.value}>
                <path className={styles.rule} d={`M${time.left} ${tick.y}H${time.right}`} />
                <text x={time.left - 8} y={tick.y + 4} textAnchor="end">
                  {shortNumberWords(tick.value)}
                </text>
              </g>
            ))}
            {bars.map((bar) => (
              <g key={bar.x}>
                <rect
                  x={bar.x}
                  y={bar.allY}
                  width={bar.width}
                  height={bottom - bar.allY}
                  fill="var(--ink)"
                  opacity={0.16}
                />
                <rect x={bar.x} y={bar.goneY} width={bar.width} height={bottom - bar.goneY} fill="var(--ink)" />
              </g>
            ))}
            <Neatline scale={time} y={bottom + 4} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}
