import { percentRangeWords, percentWords } from '../words/odds-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import { MeasuredBox } from './measured-box.tsx';
import type { ReliabilityGroup } from './reliability-geometry.ts';
import { layOutReliability } from './reliability-geometry.ts';

/** Room for counts and the scale below the square. */
const BELOW = 62;

/** What was said against how often it came true: a dot for each group with its interval, and the line of being right. */
export function ReliabilityChart({ groups, label }: { groups: readonly ReliabilityGroup[]; label: string }) {
  return (
    <MeasuredBox height={480}>
      {(width) => {
        const { left, top, side, bottom, ticks, groups: dots } = layOutReliability(groups, width);
        const right = left + side;
        return (
          <ChartSurface
            width={width}
            height={bottom + BELOW}
            label={label}
            inPlane
            cursorSpan={[top, bottom]}
            stops={dots.map(({ x, y, group }) => ({ x, y, text: groupWords(group) }))}
          >
            {ticks.map((tick) => (
              <g key={tick.at}>
                <path className={styles.rule} d={`M${left} ${tick.y}H${right}M${tick.x} ${top}V${bottom}`} />
                <text x={left - 8} y={tick.y + 4} textAnchor="end">
                  {tick.at === 1 ? '100 %' : tick.at * 100}
                </text>
                <text x={tick.x} y={bottom + 40} textAnchor="middle">
                  {tick.at === 1 ? '100 %' : tick.at * 100}
                </text>
              </g>
            ))}
            <path d={`M${left} ${bottom}L${right} ${top}`} stroke="var(--ink-3)" strokeWidth={1} />
            <text x={left + 12} y={top + 22} className={styles.second}>
              above the line:
            </text>
            <text x={left + 12} y={top + 38} className={styles.second}>
              we said too little
            </text>
            <text x={right - 12} y={bottom - 26} textAnchor="end" className={styles.second}>
              below the line:
            </text>
            <text x={right - 12} y={bottom - 10} textAnchor="end" className={styles.second}>
              we said too much
            </text>
            {dots.map(({ group, x, y, radius, lowY, highY, countX }) => (
              <g key={group.from}>
                <path
                  d={`M${x} ${highY}V${lowY}M${x - 4} ${highY}H${x + 4}M${x - 4} ${lowY}H${x + 4}`}
                  stroke="var(--ink-2)"
                  strokeWidth={1.2}
                />
                <circle cx={x} cy={y} r={radius} fill="var(--ink)" />
                {countX !== undefined && (
                  <text x={countX} y={bottom + 20} textAnchor="middle">
                    {group.hits}/{group.forecasts}
                  </text>
                )}
              </g>
            ))}
            <text x={left + side / 2} y={bottom + 58} textAnchor="middle">
              what we said
            </text>
            <text transform={`translate(12 ${top + side / 2}) rotate(-90)`} textAnchor="middle">
              how often it came true
            </text>
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}

/** `Of 39 at 50 to 60 %, 34 came true: 87 %, 76 to 94.` */
export function groupWords({ from, to, forecasts, hits, came, low, high }: ReliabilityGroup): string {
  return `of ${forecasts.toLocaleString('en')} at ${percentRangeWords(from, to)} ${hits.toLocaleString('en')} came true: ${percentWords(came)}, range ${percentRangeWords(low, high)}`;
}
