import type { Series } from '@foreshock/model/series.ts';
import type { JsonRow } from './select-rows.ts';

export const SERIES_COLUMNS =
  'id, entity, metric, unit, type, temporality, monotonic, mapKeys(attributes), mapValues(attributes)';

/** The casts hold by `SERIES_COLUMNS` and by what append wrote. */
export function readSeries(row: JsonRow): Series {
  const keys = row[7] as string[];
  const values = row[8] as string[];
  return {
    id: row[0] as Series['id'],
    entity: row[1] as Series['entity'],
    metric: row[2] as string,
    unit: row[3] as string,
    type: row[4] as Series['type'],
    temporality: row[5] as Series['temporality'],
    monotonic: row[6] === 1,
    attributes: Object.fromEntries(keys.map((key, i) => [key, values[i] ?? ''])),
  };
}
