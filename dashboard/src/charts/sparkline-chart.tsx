import type { Sparkline } from '@foreshock/model/evidence.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import styles from './chart.module.css';
import { layOutSparkline } from './sparkline-geometry.ts';

export interface SparklineChartProps {
  readonly sparkline: Sparkline;
  readonly onset?: Timestamp;
  readonly usual?: number;
  readonly label: string;
  readonly width?: number;
}

export function SparklineChart({ sparkline, onset, usual, label, width = 132 }: SparklineChartProps) {
  const layout = layOutSparkline(sparkline, width, 30, onset, usual);
  return (
    <svg width={width} height={30} className={styles.svg} role="img" aria-label={label}>
      {layout.usual && (
        <rect x={0} y={layout.usual.y} width={width} height={layout.usual.height} fill="var(--ink)" opacity={0.09} />
      )}
      {layout.onset !== undefined && <path d={`M${layout.onset} 0V30`} stroke="var(--ink-4)" strokeDasharray="1 2" />}
      <path d={layout.path} className={styles.ink} />
      {layout.end && <circle cx={layout.end.x} cy={layout.end.y} r={2.4} fill="var(--ink)" />}
    </svg>
  );
}
