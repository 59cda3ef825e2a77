import { LogHistogramChart } from '../../charts/log-histogram-chart.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { Panel } from '../../components/panel.tsx';
import { useOperation } from '../../use-operation.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import { momentWords } from '../../words/time-words.ts';
import styles from './explore.module.css';
import { histogramFinding } from './histogram-finding.ts';
import type { LogSelection } from './log-selection.ts';
import type { ExploreRange } from './use-explore-range.ts';

export function LogHistogram({
  selection,
  range,
  query,
}: {
  selection: LogSelection;
  range: ExploreRange;
  query: string;
}) {
  const answer = useOperation('countLogs', selection, { keepPrevious: true });
  return (
    <section className={styles.section}>
      <Panel
        answer={answer}
        what="The histogram"
        doing={`Counting lines of ${durationWords(range.range.to - range.range.from)}`}
        shape="chart"
      >
        {(value) => {
          const buckets = value.buckets.map((bucket) => ({ ...bucket, time: readTime(bucket.time) }));
          const bad = buckets.reduce((sum, bucket) => sum + bucket.warn + bucket.error, 0);
          const finding = histogramFinding(buckets, readDuration(value.step), range.now);
          const shown = { from: readTime(value.from), to: readTime(value.to) };
          return (
            <ChartFigure
              finding={finding}
              note={`${countWords(value.total, 'line')}${query ? ' match' : ''}, ${countWords(bad, 'warning or error', 'warnings or errors')} (solid). Found in ${(value.cost.tookMs / 1000).toFixed(2)} s. Drag to look closer.`}
              twin={() => ({
                columns: [
                  { name: 'Time' },
                  { name: 'Info', figure: true },
                  { name: 'Warnings', figure: true },
                  { name: 'Errors', figure: true },
                ],
                rows: buckets.map((bucket) => [
                  momentWords(bucket.time, range.now),
                  String(bucket.info),
                  String(bucket.warn),
                  String(bucket.error),
                ]),
              })}
            >
              <LogHistogramChart
                buckets={buckets}
                range={shown}
                step={readDuration(value.step)}
                now={range.now}
                label={`Log lines over time. ${finding}`}
                onRange={range.narrow}
              />
            </ChartFigure>
          );
        }}
      </Panel>
    </section>
  );
}
