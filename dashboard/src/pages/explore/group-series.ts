/** One series as the API lists it, as far as charts need it. */
export interface ListedSeries {
  readonly id: string;
  readonly entity: { readonly name: string };
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SeriesGroup {
  readonly metric: string;
  readonly unit: string;
  readonly series: readonly ListedSeries[];
}

/** Series of one metric and unit belong on one chart; metrics by name. */
export function groupSeries(series: readonly ListedSeries[]): readonly SeriesGroup[] {
  const groups = Map.groupBy(series, (one) => `${one.metric}\n${one.unit}`);
  return [...groups.values()]
    .map((group) => ({ metric: group[0]!.metric, unit: group[0]!.unit, series: group }))
    .sort((a, b) => a.metric.localeCompare(b.metric) || a.unit.localeCompare(b.unit));
}

/**
 * Names that tell the series of one chart apart: the values of those attributes in which they differ, and the entity
 * where there are several. One series alone has the name of its entity.
 */
export function seriesNames(series: readonly ListedSeries[]): ReadonlyMap<string, string> {
  const keys = new Set(series.flatMap((one) => Object.keys(one.attributes)));
  const telling = [...keys].filter((key) => new Set(series.map((one) => one.attributes[key])).size > 1);
  const entities = new Set(series.map((one) => one.entity.name)).size > 1;
  return new Map(
    series.map((one) => {
      const short = one.entity.name.slice(one.entity.name.lastIndexOf('/') + 1);
      const parts = [
        entities || telling.length === 0 ? short : '',
        ...telling.map((key) => one.attributes[key] ?? 'none'),
      ].filter(Boolean);
      return [one.id, parts.join(' ')];
    }),
  );
}
