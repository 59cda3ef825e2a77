import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import type { TimeSeries } from '../../charts/time-series-geometry.ts';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { Panel } from '../../components/panel.tsx';
import { useOperation } from '../../use-operation.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import { rarityWords } from '../../words/odds-words.ts';
import { momentWords } from '../../words/time-words.ts';
import { unitWords, valueWords } from '../../words/value-words.ts';
import type { SeriesGroup } from './group-series.ts';
import { seriesNames } from './group-series.ts';
import type { ExploreRange } from './use-explore-range.ts';

/** More lines than this on one chart are not told apart. */
const MOST = 5;

export function MetricChart({ group, range }: { group: SeriesGroup; range: ExploreRange }) {
  const drawn = group.series.slice(0, MOST);
  const answer = useOperation(
    'queryMetrics',
    { ...range.input, series: drawn.map((one) => one.id) },
    { keepPrevious: true },
  );
  const names = seriesNames(group.series);
  return (
    <Panel answer={answer} what={group.metric} doing={`Reading ${group.metric}`} shape="chart">
      {(value) => {
        const shown = { from: readTime(value.from), to: readTime(value.to) };
        const step = readDuration(value.step);
        const series = value.items.map(
          (item): TimeSeries => ({
            id: item.id,
            name: names.get(item.id) ?? item.entity.name,
            values: item.values.map((one) => one ?? undefined),
            unusual: item.anomalies.map((one) => ({
              range: { from: readTime(one.onset), to: one.end === null ? shown.to : readTime(one.end) },
              surprise: one.surprise,
            })),
          }),
        );
        const unit = value.items[0]?.unit ?? group.unit;
        const finding = metricFinding(group.metric, series, unit, range.now);
        const left = group.series.length - drawn.length;
        return (
          <ChartFigure
            finding={finding}
            note={`${group.metric}${unitWords(unit) ? `, ${unitWords(unit)}` : ''}. The ribbon below is darker the rarer the minute.${left > 0 ? ` ${countWords(left, 'more series', 'more series')} not drawn.` : ''}`}
            twin={() => ({
              columns: [{ name: 'Time' }, ...series.map((one) => ({ name: one.name, figure: true }))],
              rows: (series[0]?.values ?? []).map((_, i) => [
                momentWords(shown.from + i * step, range.now),
                ...series.map((one) => (one.values[i] === undefined ? 'no data' : valueWords(one.values[i], unit))),
              ]),
            })}
          >
            <TimeSeriesChart
              series={series}
              unit={unit}
              range={shown}
              step={step}
              now={range.now}
              label={finding}
              onRange={range.narrow}
            />
          </ChartFigure>
        );
      }}
    </Panel>
  );
}

function metricFinding(metric: string, series: readonly TimeSeries[], unit: string, now: number): string {
  const short = metric.split('.').slice(-2).join(' ').replaceAll('_', ' ');
  const unusual = series
    .flatMap((one) => one.unusual.map((part) => ({ ...part, name: one.name })))
    .sort((a, b) => b.surprise - a.surprise)[0];
  if (unusual)
    return `${short}: unusual at ${unusual.name} since ${momentWords(unusual.range.from, now)}, ${rarityWords(unusual.surprise)}`;
  const given = series.flatMap((one) => one.values.filter((value) => value !== undefined));
  if (given.length === 0) return `${short}: no data in this range`;
  return `${short}: usual, ${valueWords(Math.min(...given), unit)} to ${valueWords(Math.max(...given), unit)}`;
}
