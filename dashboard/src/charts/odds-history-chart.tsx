import type { Timestamp } from '@foreshock/model/time.ts';
import { percentWords } from '../words/odds-words.ts';
import { clockWords } from '../words/time-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline } from './neatline.tsx';
import type { OddsRevision } from './odds-history-geometry.ts';
import { layOutOddsHistory } from './odds-history-geometry.ts';

export interface OddsHistoryChartProps {
  readonly revisions: readonly OddsRevision[];
  readonly until: Timestamp;
  readonly threshold: number;
  readonly label: string;
}

export function OddsHistoryChart({ revisions, until, threshold, label }: OddsHistoryChartProps) {
  return (
    <MeasuredBox height={120}>
      {(width) => {
        const history = layOutOddsHistory(revisions, until, threshold, Math.min(width, 560));
        const last = history.points.at(-1);
        return (
          <ChartSurface
            width={width}
            height={112}
            label={label}
            cursorSpan={[history.top, history.bottom]}
            stops={history.points.map((point) => ({
              x: point.x,
              y: point.y,
              text: `${clockWords(point.revision.at)}: ${wordsOf(point.revision)}`,
            }))}
          >
            {history.ticks.map((tick) => (
              <g key={tick.text}>
                <path className={styles.rule} d={`M44 ${tick.y}H${history.time.right}`} />
                <text x={36} y={tick.y + 4} textAnchor="end">
                  {tick.text}
                </text>
              </g>
            ))}
            {history.thresholdY !== undefined && (
              <>
                <path
                  d={`M44 ${history.thresholdY}H${history.time.right}`}
                  stroke="var(--ink-3)"
                  strokeDasharray="3 3"
                />
                <text x={history.time.right + 6} y={history.thresholdY + 4}>
                  issued from {percentWords(threshold)}
                </text>
              </>
            )}
            <path d={history.path} fill="none" stroke="var(--coming)" strokeWidth={2} />
            {last && (
              <text x={history.time.right + 6} y={last.y + 4} className={styles.coming}>
                {wordsOf(last.revision)}
              </text>
            )}
            <Neatline scale={history.time} y={history.bottom + 4} now={until} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}

function wordsOf(revision: OddsRevision): string {
  return revision.probability === undefined ? revision.band : percentWords(revision.probability);
}
