import type { EntityId } from '@foreshock/model/entity.ts';
import type { Metric, PointColumns } from '@foreshock/model/point-columns.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { attributesOfRow } from '../columns.ts';
import type { KnownSeries } from './known-series.ts';

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

export interface RegisteredSeries {
  readonly seriesOfRow: readonly SeriesId[];
  readonly series: readonly Series[];
  /** Rows whose series had no room any more. */
  readonly overflowing: readonly number[];
}

/**
 * The series of each point, and a description of every series named. Hot path: `known` spares sorting and hashing for
 * points that were sent before with the same attributes in the same order. Where `known` has no room, all further series of
 * a metric and entity are one: `otel.metric.overflow` (metrics SDK specification, cardinality limits).
 */
export function registerSeries(
  columns: PointColumns,
  entityOfSource: readonly EntityId[],
  known: KnownSeries,
  now: Timestamp,
): RegisteredSeries {
  const used = new Map<SeriesId, Series>();
  const seriesOfRow: SeriesId[] = [];
  const overflowing: number[] = [];
  const overflows = new Map<number, Series>();
  const prefixes: string[] = [];
  const { bytes } = columns.attributes.text;
  const texts = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let row = 0; row < columns.count; row++) {
    const index = columns.metric[row]!;
    const metric = columns.metrics[index]!;
    const entity = entityOfSource[metric.source]!;
    prefixes[index] ??= prefixOf(columns, metric, entity);
    const asSent = prefixes[index] + attributesAsSent(columns.attributes, row, texts);
    let series = known.find(asSent, now);
    if (!series && known.hasRoom(now)) {
      series = describeSeries(metric, entity, labelsOf(columns, row, metric.source));
      known.add(asSent, series, now);
    }
    if (!series) {
      series = overflows.get(index) ?? describeSeries(metric, entity, [['otel.metric.overflow', 'true']]);
      overflows.set(index, series);
      overflowing.push(row);
    }
    used.set(series.id, series);
    seriesOfRow.push(series.id);
  }
  return { seriesOfRow, series: [...used.values()], overflowing };
}

const SEPARATOR = '\u001f';

/** All of a series that its metric and resource say. */
function prefixOf(columns: PointColumns, metric: Metric, entity: EntityId): string {
  const { resource } = columns.sources[metric.source]!;
  const instance = INSTANCE_KEYS.map((key) => resource.get(key) ?? '');
  return [entity, metric.name, metric.unit, metric.type, ...instance, ''].join(SEPARATOR);
}

/** The bytes of the values are told apart as well by a letter each as decoded, and faster. */
function attributesAsSent(attributes: PointColumns['attributes'], row: number, texts: Buffer): string {
  const { first, key, keys, text } = attributes;
  let sent = '';
  for (let at = first[row]!; at < first[row + 1]!; at++) {
    sent += `${keys[key[at]!]!}=${texts.toString('latin1', text.start[at]!, text.end[at]!)}${SEPARATOR}`;
  }
  return sent;
}

function describeSeries(metric: Metric, entity: EntityId, labels: readonly [string, string][]): Series {
  const key = [entity, metric.name, metric.unit, metric.type, labels.map(([k, v]) => `${k}=${v}`).join(SEPARATOR)];
  return {
    id: hashId('ser_', key.join(SEPARATOR)) as SeriesId,
    entity,
    metric: metric.name,
    unit: metric.unit,
    type: metric.type,
    temporality: metric.temporality,
    monotonic: metric.monotonic,
    attributes: Object.fromEntries(labels),
  };
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
