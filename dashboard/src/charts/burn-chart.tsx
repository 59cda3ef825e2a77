import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { clockWords } from '../words/time-words.ts';
import { numberWords } from '../words/value-words.ts';
import type { BurnLimit, BurnLine } from './burn-geometry.ts';
import { layOutBurn, NAMES_FROM } from './burn-geometry.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline } from './neatline.tsx';

export interface BurnChartProps {
  /** Shortest window first. */
  readonly lines: readonly BurnLine[];
  readonly limits: readonly BurnLimit[];
  readonly range: TimeRange;
  readonly step: DurationMs;
  readonly now: Timestamp;
  readonly label: string;
}

/** The long windows carry the weight, the short ones are thin; told apart by dashes, never by colour. */
const looks = [
  { strokeWidth: 1, strokeDasharray: '1 3' },
  { strokeWidth: 1, strokeDasharray: '6 3' },
  { strokeWidth: 1.5, strokeDasharray: undefined },
  { strokeWidth: 2, strokeDasharray: '8 3' },
] as const;

export function BurnChart({ lines, limits, range, step, now, label }: BurnChartProps) {
  return (
    <MeasuredBox height={238}>
      {(width) => {
        const chart = layOutBurn(lines, limits, range, step, width);
        const { time, top, bottom } = chart;
        const count = Math.max(0, ...lines.map(({ values }) => values.length));
        const stops = Array.from({ length: count }, (_, index) => {
          const at = range.from + index * step;
          const said = lines.map(({ name, values }) => {
            const value = values[index];
            return `${name} ${value === undefined ? 'no requests' : numberWords(value)}`;
          });
          return { x: time.x(at), text: `${clockWords(at)}: ${said.join('; ')}` };
        });
        return (
          <ChartSurface width={width} height={232} label={label} stops={stops} cursorSpan={[top, bottom]}>
            {chart.ticks.map(({ y, text }) => (
              <g key={text}>
                <path className={styles.rule} d={`M${time.left} ${y}H${time.right}`} />
                <text x={time.left - 8} y={y + 4} textAnchor="end">
                  {text}
                </text>
              </g>
            ))}
            {chart.lines.map((one, index) => (
              <g key={one.name}>
                <path
                  d={one.path}
                  fill="none"
                  stroke="var(--ink)"
                  strokeLinejoin="round"
                  {...looks[index % looks.length]}
                />
                {width >= NAMES_FROM && one.end && (
                  <>
                    <path
                      d={`M${time.right + 2} ${one.end.y}L${time.right + 12} ${one.end.labelY}`}
                      stroke="var(--ink-4)"
                    />
                    <text x={time.right + 16} y={one.end.labelY + 4} className={styles.second}>
                      {one.name}
                    </text>
                  </>
                )}
              </g>
            ))}
            {chart.limits.map(({ y, name }) => (
              <g key={name}>
                <path d={`M${time.left} ${y}H${time.right}`} stroke="var(--ink)" strokeWidth={1.5} />
                <text x={time.left + 6} y={y - 4} className={`${styles.second} ${styles.halo}`}>
                  {name}
                </text>
              </g>
            ))}
            <Neatline scale={time} y={bottom + 4} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}
