import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { clockWords } from '../words/time-words.ts';
import { numberWords, valueWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline } from './neatline.tsx';
import type { TimeSeries } from './time-series-geometry.ts';
import { layOutTimeSeries, ribbonHeight } from './time-series-geometry.ts';

export interface TimeSeriesChartProps {
  readonly series: readonly TimeSeries[];
  readonly unit: string;
  readonly range: TimeRange;
  readonly step: DurationMs;
  readonly now: Timestamp;
  readonly label: string;
  readonly onRange: (range: TimeRange) => void;
}

/** Short units stand at every value; a noun is said once, in the note of the chart. */
function scaleWords(value: number, unit: string): string {
  if (unit === '%' || /^(By|s|ms|us|ns)(\/s)?$/.test(unit)) return valueWords(value, unit);
  return unit.endsWith('/s') ? `${numberWords(value)}/s` : numberWords(value);
}

/** Lines are told apart by their dashes and by their names, never by colour. */
const dashes = [undefined, '6 3', '2 2', '8 3 2 3', '1 3'];

export function TimeSeriesChart({ series, unit, range, step, now, label, onRange }: TimeSeriesChartProps) {
  const axis = 194 + 4 + ribbonHeight(series.length);
  return (
    <MeasuredBox height={axis + 28}>
      {(width) => {
        const chart = layOutTimeSeries(series, range.from, range.to, step, width);
        const { time, top, bottom } = chart;
        const count = Math.max(0, ...series.map((one) => one.values.length));
        const stops = Array.from({ length: count }, (_, i) => {
          const at = range.from + i * step;
          const said = series.map((one) => {
            const value = one.values[i];
            return `${one.name} ${value === undefined ? 'no data' : valueWords(value, unit)}`;
          });
          const only = series.length === 1 ? series[0]?.values[i] : undefined;
          return {
            x: time.x(at),
            ...(only !== undefined && { y: chart.valueY(only) }),
            text: `${clockWords(at)}: ${said.join('; ')}`,
          };
        });
        return (
          <ChartSurface
            width={width}
            height={axis + 26}
            label={label}
            stops={stops}
            cursorSpan={[top, bottom]}
            onDrag={(from, to) => onRange({ from: time.time(from), to: time.time(to) })}
          >
            {chart.ticks.map((tick) => (
              <g key={tick.value}>
                <path className={styles.rule} d={`M${time.left} ${tick.y}H${time.right}`} />
                <text x={time.left - 8} y={tick.y + 4} textAnchor="end">
                  {scaleWords(tick.value, unit)}
                </text>
              </g>
            ))}
            {chart.lines.map((one, i) => (
              <g key={one.series.id}>
                <path className={styles.ink} d={one.path} strokeDasharray={dashes[i % dashes.length]} />
                {width >= 620 && one.endY !== undefined && (
                  <>
                    <path d={`M${time.right + 2} ${one.endY}L${time.right + 12} ${one.labelY}`} stroke="var(--ink-4)" />
                    <text x={time.right + 16} y={one.labelY + 4} className={styles.second}>
                      {one.series.name.length > 27 ? `${one.series.name.slice(0, 26)}…` : one.series.name}
                      <title>{one.series.name}</title>
                    </text>
                  </>
                )}
                <rect
                  x={time.left}
                  y={one.ribbonY}
                  width={time.right - time.left}
                  height={4}
                  fill="var(--ink)"
                  opacity={0.05}
                />
                {one.ribbon.map((part) => (
                  <rect
                    key={part.x}
                    x={part.x}
                    y={one.ribbonY}
                    width={part.width}
                    height={4}
                    fill="var(--ink)"
                    opacity={part.opacity}
                  />
                ))}
              </g>
            ))}
            <Neatline scale={time} y={axis} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}
