import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { BoundedSample } from '../bounded-resource.ts';
import type { MinuteFrame } from '../minute-frame.ts';

/** `used` and `free` against `limit`; where a limit is not reported used and free add up to it. */
interface Resource {
  readonly used?: string;
  readonly free?: string;
  readonly limit?: string;
}

const RESOURCES: readonly Resource[] = [
  { used: 'db.client.connection.count{used}', limit: 'db.client.connection.max' },
  { used: 'hikaricp.connections.active', limit: 'hikaricp.connections.max' },
  { used: 'container.memory.working_set', limit: 'k8s.container.memory_limit' },
  { used: 'container.memory.working_set', limit: 'k8s.container.memory.limit.desired' },
  { used: 'container.memory.usage', limit: 'k8s.container.memory_limit' },
  { used: 'k8s.container.memory.working_set', limit: 'k8s.container.memory_limit' },
  { used: 'k8s.container.memory.usage', limit: 'k8s.container.memory_limit' },
  { used: 'k8s.pod.memory.working_set', limit: 'k8s.container.memory_limit' },
  { free: 'k8s.volume.available', limit: 'k8s.volume.capacity' },
  { free: 'k8s.node.filesystem.available', limit: 'k8s.node.filesystem.capacity' },
  { free: 'container.filesystem.available', limit: 'container.filesystem.capacity' },
  { used: 'system.filesystem.usage{used}', free: 'system.filesystem.usage{free}' },
  { used: 'system.memory.usage{used}', free: 'system.memory.usage{free}' },
  { used: 'k8s.node.memory.working_set', free: 'k8s.node.memory.available' },
  { used: 'jvm.memory.used_after_last_gc', limit: 'jvm.memory.limit' },
  { used: 'process.unix.file_descriptor.count', limit: 'process.open_file_descriptor.limit' },
  { used: 'k8s.resource_quota.used', limit: 'k8s.resource_quota.hard_limit' },
  { used: 'k8s.hpa.current_replicas', limit: 'k8s.hpa.max_replicas' },
  { used: 'k8s.hpa.pod.current', limit: 'k8s.hpa.pod.max' },
];

/** A share of a limit that is sent as such; of two samples of one instance the pair wins. */
const SHARES = /(?:memory|filesystem|disk|volume).*utilization$/;

const STATE_KEYS = ['db.client.connection.state', 'state', 'system.filesystem.state', 'system.memory.state'];
/** What tells instances of one resource apart, the most telling first. */
const INSTANCE_KEYS = [
  'db.client.connection.pool.name',
  'pool.name',
  'k8s.volume.name',
  'k8s.persistentvolumeclaim.name',
  'system.filesystem.mountpoint',
  'mountpoint',
  'jvm.memory.pool.name',
  'k8s.pod.name',
  'k8s.container.name',
];

interface Reading {
  readonly series: Series;
  readonly value: number;
}

/**
 * Every resource with a hard limit and how much of it was used in the minute, by series id. A pair of series belongs
 * together when entity and all attributes that both carry are equal. Series without their other half are left out.
 */
export function boundedResources(frame: Pick<MinuteFrame, 'metrics' | 'seriesById'>): BoundedSample[] {
  const byName = readingsByName(frame);
  const samples = new Map<SeriesId, BoundedSample>();
  for (const resource of RESOURCES) {
    const main = byName.get(resource.used ?? resource.free!);
    const others = byName.get(resource.limit ?? resource.free!);
    if (main === undefined || others === undefined) continue;
    const othersByEntity = Map.groupBy(others, (other) => other.series.entity);
    for (const reading of main) {
      const other = total(reading, othersByEntity.get(reading.series.entity) ?? []);
      if (other === undefined || samples.has(reading.series.id)) continue;
      const limit = resource.limit === undefined ? reading.value + other : other;
      const value = resource.used === undefined ? limit - reading.value : reading.value;
      if (limit > 0 && value >= 0) samples.set(reading.series.id, sampleOf(reading.series, value, limit));
    }
  }
  for (const { series, value } of byName.get('') ?? [])
    samples.set(series.id, sampleOf(series, value, series.unit === '%' ? 100 : 1));
  return [...samples.values()].sort((a, b) => (a.series < b.series ? -1 : 1));
}

const NAMES = new Set(
  RESOURCES.flatMap(({ used, free, limit }) => [used, free, limit]).map((name) => name?.replace(/\{.*/, '')),
);

/** Readings by `metric` or `metric{state}`; ready-made shares under the empty name. */
function readingsByName(frame: Pick<MinuteFrame, 'metrics' | 'seriesById'>): Map<string, Reading[]> {
  const byName = new Map<string, Reading[]>();
  const roles = new Map<string, Role>();
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (series === undefined) continue;
    let role = roles.get(series.metric);
    if (role === undefined) {
      role = roleOf(series.metric);
      roles.set(series.metric, role);
    }
    if (role === 'none') continue;
    const state = stateOf(series);
    const name = role === 'share' ? '' : state === undefined ? series.metric : `${series.metric}{${state}}`;
    const reading = { series, value: rollup.last };
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [reading]);
    else known.push(reading);
  }
  return byName;
}

type Role = 'part' | 'share' | 'none';

function roleOf(metric: string): Role {
  if (NAMES.has(metric)) return 'part';
  return SHARES.test(metric) ? 'share' : 'none';
}

function stateOf(series: Series): string | undefined {
  for (const key of STATE_KEYS) if (series.attributes[key] !== undefined) return series.attributes[key];
  return undefined;
}

/** Sum over the others that belong to `reading`: a pod is bounded by the limits of all its containers. */
function total(reading: Reading, others: readonly Reading[]): number | undefined {
  let sum = 0;
  let found = false;
  for (const other of others) {
    if (!agree(reading.series, other.series)) continue;
    sum += other.value;
    found = true;
  }
  return found ? sum : undefined;
}

function agree(a: Series, b: Series): boolean {
  for (const [key, value] of Object.entries(a.attributes)) {
    const other = b.attributes[key];
    if (other !== undefined && other !== value && !STATE_KEYS.includes(key)) return false;
  }
  return true;
}

function sampleOf(series: Series, value: number, limit: number): BoundedSample {
  const parts = INSTANCE_KEYS.map((key) => series.attributes[key]).filter((part) => part !== undefined);
  return {
    series: series.id,
    entity: series.entity,
    instance: parts.join('/'),
    measure: series.metric,
    unit: series.unit,
    value,
    limit,
  };
}
