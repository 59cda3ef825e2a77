/** Explore metrics: pick an entity and a metric; every chart has its ribbon of surprise. */

import { useMemo } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useOperation } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import { EntitySelect } from './entity-select.tsx';
import styles from './explore.module.css';
import { ExploreBar } from './explore-bar.tsx';
import { groupSeries } from './group-series.ts';
import { MetricChart } from './metric-chart.tsx';
import { RequestCharts } from './request-charts.tsx';
import { useExploreRange } from './use-explore-range.ts';

/** Charts of an entity that are drawn before a metric is picked. */
const FIRST = 8;

export function MetricsPage() {
  const range = useExploreRange();
  const { entity, metric, series: wanted } = range.search;
  const answer = useOperation(
    'listSeries',
    { ...range.input, ...(entity && { entity }), limit: 2000 },
    { keepPrevious: true },
  );
  const groups = useMemo(() => groupSeries(answer.value?.items ?? []), [answer.value]);
  const ids = wanted?.split(',').filter(Boolean);
  const shown = ids
    ? groups
        .map((group) => ({ ...group, series: group.series.filter((one) => ids.includes(one.id)) }))
        .filter((group) => group.series.length > 0)
    : metric
      ? groups.filter((group) => group.metric === metric)
      : entity
        ? groups.slice(0, FIRST)
        : [];
  return (
    <>
      <ExploreBar mode="metrics" range={range} label="" example="" withQuery={false}>
        <EntitySelect chosen={entity} onChoose={(id) => range.change({ entity: id, series: undefined }, 'step')} />
        <select
          className={styles.select}
          aria-label="Metric"
          value={metric ?? ''}
          onChange={(event) => range.change({ metric: event.target.value || undefined, series: undefined }, 'step')}
        >
          <option value="">{entity ? 'its first metrics' : 'pick a metric'}</option>
          {metric && !groups.some((group) => group.metric === metric) && <option value={metric}>{metric}</option>}
          {[...new Set(groups.map((group) => group.metric))].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </ExploreBar>
      {entity && !metric && !ids && <RequestCharts entity={entity} range={range} />}
      <section className={styles.section}>
        <Panel answer={answer} what="The metrics" doing="Reading which series exist" shape="chart">
          {() =>
            shown.length > 0 ? (
              <div className={styles.charts}>
                {shown.map((group) => (
                  <MetricChart key={`${group.metric} ${group.unit}`} group={group} range={range} />
                ))}
                {!metric && !ids && groups.length > FIRST && (
                  <p className={styles.note}>
                    The first {FIRST} of {countWords(groups.length, 'metric')}; pick one above to see another.
                  </p>
                )}
              </div>
            ) : (
              <EmptyState
                title={metric || ids ? 'No series in this range' : 'Pick an entity or a metric'}
                text={
                  metric || ids
                    ? 'It sent nothing in this range. Choose a longer one, or another metric.'
                    : `${countWords(groups.length, 'metric')} of ${countWords(answer.value?.items.length ?? 0, 'series', 'series')} arrived in this range.`
                }
              />
            )
          }
        </Panel>
      </section>
    </>
  );
}
