import type { EntityId } from '@foreshock/model/entity.ts';
import type { PointColumns } from '@foreshock/model/point-columns.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { attributesOfRow } from '../columns.ts';

/** Of the resource, what tells instances of one entity apart. */
const INSTANCE_KEYS = [
  'k8s.pod.name',
  'k8s.container.name',
  'k8s.node.name',
  'k8s.persistentvolumeclaim.name',
  'k8s.volume.name',
  'host.name',
  'service.instance.id',
  'k8s.container.status.last_terminated_reason',
] as const;

/** The series of each point, and a description of every series named. `known` spares the hash for keys seen before. */
export function registerSeries(
  columns: PointColumns,
  entityOfSource: readonly EntityId[],
  known: Map<string, Series>,
): { readonly seriesOfRow: readonly SeriesId[]; readonly series: readonly Series[] } {
  const used = new Map<SeriesId, Series>();
  const seriesOfRow: SeriesId[] = [];
  for (let row = 0; row < columns.count; row++) {
    const metric = columns.metrics[columns.metric[row]!]!;
    const entity = entityOfSource[metric.source]!;
    const attributes = labelsOf(columns, row, metric.source);
    const key = `${entity}\u001f${metric.name}\u001f${metric.unit}\u001f${metric.type}\u001f${attributes.map(([k, v]) => `${k}=${v}`).join('\u001f')}`;
    let series = known.get(key);
    if (!series) {
      series = {
        id: hashId('ser_', key) as SeriesId,
        entity,
        metric: metric.name,
        unit: metric.unit,
        type: metric.type,
        temporality: metric.temporality,
        monotonic: metric.monotonic,
        attributes: Object.fromEntries(attributes),
      };
      known.set(key, series);
    }
    used.set(series.id, series);
    seriesOfRow.push(series.id);
  }
  return { seriesOfRow, series: [...used.values()] };
}

/** By key, so that the order of sending does not matter. */
function labelsOf(columns: PointColumns, row: number, source: number): [string, string][] {
  const labels = new Map(attributesOfRow(columns.attributes, row));
  const resource = columns.sources[source]!.resource;
  for (const key of INSTANCE_KEYS) {
    const value = resource.get(key);
    if (value) labels.set(key, value);
  }
  return [...labels].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
