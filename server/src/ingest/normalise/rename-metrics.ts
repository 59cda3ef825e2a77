import type { Metric, PointColumns } from '@foreshock/model/point-columns.ts';
import { metricRenames, pointAttributeRenames } from './convention-renames.ts';
import { renameKeys } from './rename-attributes.ts';
import { ucumOf } from './unit.ts';

/** Names and units of the metrics of a request, and the names of attributes that go with a metric's name. */
export function renameMetrics(columns: PointColumns): PointColumns {
  let changed = false;
  const metrics = columns.metrics.map((metric): Metric => {
    const name = metricRenames.get(metric.name) ?? metric.name;
    const unit = ucumOf(metric.unit);
    if (name === metric.name && unit === metric.unit) return metric;
    changed = true;
    return { ...metric, name, unit };
  });
  return renamePointAttributes(changed ? { ...columns, metrics } : columns);
}

function renamePointAttributes(columns: PointColumns): PointColumns {
  let { attributes } = columns;
  const tables = new Set<Readonly<Record<string, string>>>();
  for (const metric of columns.metrics) {
    const table = pointAttributeRenames.get(metric.name);
    if (table && columns.attributes.keys.some((key) => Object.hasOwn(table, key))) tables.add(table);
  }
  for (const table of tables) {
    attributes = renameKeys(
      attributes,
      (key) => (Object.hasOwn(table, key) ? table[key] : undefined),
      (row) => pointAttributeRenames.get(columns.metrics[columns.metric[row]!]!.name) === table,
    );
  }
  return attributes === columns.attributes ? columns : { ...columns, attributes };
}
