import type { EntityId } from '@foreshock/model/entity.ts';
import type { Metric, PointColumns } from '@foreshock/model/point-columns.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { attributeMatcher, matchingSources, nameMatcher, type RulesOfSignal } from './compile-rules.ts';
import { type Fates, undecidedFates } from './fates.ts';

/** The last interval of which a series has a point stored. In memory only: after a restart one point more is kept. */
export type LastIntervals = Map<SeriesId, number>;

const MOST_SERIES = 200_000;

/** `undefined` where no rule takes any row. */
export function thinPoints(
  columns: PointColumns,
  entityOfSource: readonly EntityId[],
  seriesOfRow: readonly SeriesId[],
  rules: RulesOfSignal,
  lastIntervals: LastIntervals,
): Fates | undefined {
  if (rules.length === 0) return undefined;
  const { ruleOfRow, weightOfRow, decided } = undecidedFates(columns.count);
  let touched = false;
  for (const [index, rule] of rules.entries()) {
    const { action, match } = rule;
    if (action.kind !== 'drop' && action.kind !== 'roll-up') continue;
    const sources = matchingSources(rule, columns.sources, entityOfSource);
    const isNamed = nameMatcher(match.names);
    const matching = columns.metrics.map(
      (metric) =>
        sources[metric.source] === 1 && isNamed(metric.name) && (action.kind === 'drop' || repeatsItself(metric)),
    );
    if (!matching.includes(true)) continue;
    const hasAttributes = attributeMatcher(match.attributes, columns.attributes);
    for (let row = 0; row < columns.count; row++) {
      if (decided[row] === 1 || !matching[columns.metric[row]!] || !hasAttributes(row)) continue;
      decided[row] = 1;
      if (action.kind === 'roll-up' && isFirst(columns, row, seriesOfRow[row]!, action.everySeconds, lastIntervals))
        continue;
      ruleOfRow[row] = index;
      touched = true;
    }
  }
  return touched ? { ruleOfRow, weightOfRow } : undefined;
}

/** A later point of it says what an earlier one said and more; a delta says what no other says. */
function repeatsItself(metric: Metric): boolean {
  return metric.type === 'gauge' || metric.temporality === 'cumulative';
}

function isFirst(
  columns: PointColumns,
  row: number,
  series: SeriesId,
  everySeconds: number,
  lastIntervals: LastIntervals,
): boolean {
  const interval = Math.floor(Number(columns.timeUnixNano[row]! / 1_000_000n) / 1_000 / everySeconds);
  if (lastIntervals.get(series) === interval) return false;
  if (lastIntervals.size >= MOST_SERIES) lastIntervals.clear();
  lastIntervals.set(series, interval);
  return true;
}
