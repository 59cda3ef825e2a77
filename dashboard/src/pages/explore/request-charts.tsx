import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { Panel } from '../../components/panel.tsx';
import { useOperation } from '../../use-operation.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { momentWords } from '../../words/time-words.ts';
import { valueWords } from '../../words/value-words.ts';
import styles from './explore.module.css';
import type { ExploreRange } from './use-explore-range.ts';

const measures = [
  { key: 'requestsPerSecond', name: 'Requests', unit: '{request}/s', scale: 1 },
  { key: 'errorShare', name: 'Failed share', unit: '%', scale: 100 },
  { key: 'p95Ms', name: 'Response p95', unit: 'ms', scale: 1 },
] as const;

/** Rate, errors and latency of an entity from its spans; nothing where it sends none. */
export function RequestCharts({ entity, range }: { entity: string; range: ExploreRange }) {
  const answer = useOperation('queryRequests', { ...range.input, entity }, { keepPrevious: true });
  if (answer.value?.items.length === 0) return null;
  return (
    <section className={styles.section}>
      <Panel answer={answer} what="Requests" doing="Reading requests from spans" shape="chart">
        {(value) => {
          const [item] = value.items;
          if (!item) return null;
          const shown = { from: readTime(value.from), to: readTime(value.to) };
          const step = readDuration(value.step);
          return (
            <div className={styles.charts}>
              {measures.map((measure) => {
                const values = item[measure.key].map((one) => (one === null ? undefined : one * measure.scale));
                const given = values.filter((one) => one !== undefined);
                const finding =
                  given.length === 0
                    ? `${measure.name}: no request in this range`
                    : `${measure.name}: now ${valueWords(given.at(-1)!, measure.unit)}, from ${valueWords(Math.min(...given), measure.unit)} to ${valueWords(Math.max(...given), measure.unit)}`;
                return (
                  <ChartFigure
                    key={measure.key}
                    finding={finding}
                    twin={() => ({
                      columns: [{ name: 'Time' }, { name: measure.name, figure: true }],
                      rows: values.map((one, i) => [
                        momentWords(shown.from + i * step, range.now),
                        one === undefined ? 'no request' : valueWords(one, measure.unit),
                      ]),
                    })}
                  >
                    <TimeSeriesChart
                      series={[{ id: measure.key, name: measure.name, values, unusual: [] }]}
                      unit={measure.unit}
                      range={shown}
                      step={step}
                      now={range.now}
                      label={finding}
                      onRange={range.narrow}
                    />
                  </ChartFigure>
                );
              })}
            </div>
          );
        }}
      </Panel>
    </section>
  );
}
