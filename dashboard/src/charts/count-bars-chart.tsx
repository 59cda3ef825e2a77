import styles from './chart.module.css';
import type { CountBar } from './count-bars-geometry.ts';
import { layOutCountBars } from './count-bars-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';

/** Counts side by side. */
export function CountBarsChart({ bars, label }: { bars: readonly CountBar[]; label: string }) {
  return (
    <MeasuredBox height={170}>
      {(width) => {
        const { bars: laid, bottom } = layOutCountBars(bars, width);
        return (
          <svg width={width} height={bottom + 24} className={styles.svg} role="img" aria-label={label}>
            {laid.map(({ bar, name, x, width: wide, y, height }) => (
              <g key={bar.name}>
                <rect x={x} y={y} width={wide} height={height} fill="var(--ink)" />
                <text x={x + wide / 2} y={y - 6} textAnchor="middle" className={styles.second}>
                  {bar.count}
                </text>
                <text x={x + wide / 2} y={bottom + 17} textAnchor="middle">
                  {name}
                </text>
              </g>
            ))}
            <path className={styles.rule} d={`M0 ${bottom}H${width}`} />
          </svg>
        );
      }}
    </MeasuredBox>
  );
}
