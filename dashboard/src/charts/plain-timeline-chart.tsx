import { durationWords } from '../words/duration-words.ts';
import { clockWords, dayWords } from '../words/time-words.ts';
import { numberWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline, NowLine } from './neatline.tsx';
import { Hatch } from './odds-mark.tsx';
import type { PlainTimelineOptions } from './plain-timeline-geometry.ts';
import { layOutPlainTimeline } from './plain-timeline-geometry.ts';
import { TimelineSymbol } from './timeline-symbol.tsx';

export interface PlainTimelineChartProps extends Omit<PlainTimelineOptions, 'width'> {
  readonly label: string;
}

const fills = {
  quiet: 'var(--ink-4)',
  over: 'var(--ink)',
  open: 'var(--now)',
  silent: 'url(#timeline-silent)',
} as const;

export function PlainTimelineChart({ label, ...options }: PlainTimelineChartProps) {
  return (
    <MeasuredBox height={180}>
      {(width) => {
        const timeline = layOutPlainTimeline({ width, ...options });
        const nowX = timeline.time.x(options.now);
        const stops = [
          ...timeline.bars.map((bar) => ({
            x: bar.x + bar.width / 2,
            text: `${dayWords(bar.at)}, ${clockWords(bar.at)}: ${bar.kind === 'silent' ? 'no data' : `surprise ${numberWords(bar.surprise)}`}${bar.kind === 'open' ? ', incident open' : bar.kind === 'over' ? ', incident, over' : ''}`,
          })),
          ...timeline.marks.map(({ mark, x }) => ({ x, text: `${clockWords(mark.time)}: ${mark.text}` })),
        ].sort((a, b) => a.x - b.x);
        return (
          <ChartSurface
            width={width}
            height={162}
            label={label}
            stops={stops}
            cursorSpan={[timeline.top, timeline.bottom]}
          >
            <Hatch id="timeline-silent" />
            <rect
              className={styles.wash}
              x={nowX}
              y={timeline.top}
              width={timeline.time.right - nowX}
              height={timeline.bottom - timeline.top + 4}
            />
            {timeline.bars.map((bar) => (
              <rect key={bar.at} x={bar.x} y={bar.y} width={bar.width} height={bar.height} fill={fills[bar.kind]} />
            ))}
            {timeline.ink.map((part) => (
              <rect
                key={part.x}
                x={part.x}
                y={timeline.bottom - 30}
                width={part.width}
                height={26}
                fill="var(--coming)"
                opacity={part.opacity}
              />
            ))}
            {timeline.spans.map((span) => (
              <path
                key={`${span.x} ${span.y}`}
                d={`M${span.x} ${span.y}h${span.width}`}
                stroke="var(--coming)"
                strokeWidth={2}
                strokeDasharray="2 5"
              />
            ))}
            {timeline.marks.map(({ mark, x }) => (
              <g key={mark.id} transform={`translate(${x} ${timeline.top - 8})`}>
                <TimelineSymbol kind={mark.kind} />
              </g>
            ))}
            <NowLine x={nowX} top={timeline.top} bottom={timeline.bottom + 4} />
            <text x={nowX + 6} y={timeline.top + 11} className={styles.coming}>
              next {durationWords(options.range.to - options.now)}
            </text>
            <Neatline scale={timeline.time} y={timeline.bottom + 4} now={options.now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}
