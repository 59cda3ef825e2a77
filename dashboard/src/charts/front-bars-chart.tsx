import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { durationWords } from '../words/duration-words.ts';
import { clockWords } from '../words/time-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import type { FrontBar, FrontBarsSize } from './front-bars-geometry.ts';
import { layOutFrontBars } from './front-bars-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline } from './neatline.tsx';

export interface FrontBarsChartProps<Bar extends FrontBar> {
  readonly bars: readonly Bar[];
  readonly range: TimeRange;
  readonly step: DurationMs;
  readonly now: Timestamp;
  readonly label: string;
  readonly size: FrontBarsSize;
  /** Words of a bar under the cursor, and of a number on the scale. */
  readonly wordsOf: (bar: Bar) => string;
  readonly numberWords: (value: number) => string;
  readonly onRange: (range: TimeRange) => void;
}

/** Room below the bars for the axis of time, and in all while the width is not known. */
const AXIS = 28;
const BEFORE_MEASURED = 30;

/** Counts step by step with a part of them in front. Drag to look closer. */
export function FrontBarsChart<Bar extends FrontBar>(props: FrontBarsChartProps<Bar>) {
  const { range, step, now, label, size, wordsOf, numberWords, onRange } = props;
  return (
    <MeasuredBox height={size.bottom + BEFORE_MEASURED}>
      {(width) => {
        const { time, top, bottom, bars, ticks } = layOutFrontBars(props.bars, range, step, width, size);
        return (
          <ChartSurface
            width={width}
            height={bottom + AXIS}
            label={label}
            cursorSpan={[top, bottom]}
            stops={bars.map(({ x, width: wide, bar }) => ({
              x: x + wide / 2,
              text: `${clockWords(bar.time)}, ${durationWords(step)}: ${wordsOf(bar)}`,
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
            {bars.map(({ x, width: wide, allY, frontY, bar }) => (
              <g key={bar.time}>
                <rect x={x} y={allY} width={wide} height={bottom - allY} fill="var(--ink)" opacity={0.16} />
                <rect x={x} y={frontY} width={wide} height={bottom - frontY} fill="var(--ink)" />
              </g>
            ))}
            <Neatline scale={time} y={bottom + 4} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}
