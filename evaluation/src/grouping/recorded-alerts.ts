// The alerts of the recorded Online Boutique: findings of somebody else's detectors, with the fault that each belongs to.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Anomaly, AnomalyId, MeasureKind } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId, EntityKind } from '@foreshock/model/entity.ts';
import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { Relation, Topology } from '@foreshock/model/topology.ts';
import { readCsv } from '../read-csv.ts';

export const ALERT_SET = 'alerts-online-boutique';

export interface RecordedFaultTruth {
  readonly fault: number;
  /** A node, a service or a pod. */
  readonly entity: string;
  readonly service: string;
  readonly type: string;
  readonly start: Timestamp;
}

export interface RecordedAlert {
  readonly fault: number;
  /** Place in the file. */
  readonly row: number;
  readonly anomaly: Anomaly;
}

export interface OverlayEpisode {
  readonly episode: number;
  readonly first: number;
  readonly second: number;
  readonly gapMs: number;
  /** Added to the times of the second. */
  readonly shiftMs: number;
}

export interface RecordedAlerts {
  readonly faults: readonly RecordedFaultTruth[];
  readonly alerts: readonly RecordedAlert[];
  readonly episodes: readonly OverlayEpisode[];
  readonly topology: Topology;
}

/** Findings without a strength are told apart by nothing: all are as surprising. */
const SURPRISE = 6;

/** `undefined` when the set is not there. */
export function readAlerts(data: string): RecordedAlerts | undefined {
  const folder = join(data, ALERT_SET);
  if (!existsSync(folder)) return undefined;
  const faults = readCsv(join(folder, 'faults.csv')).map((row) => ({
    fault: Number(row.fault_id),
    entity: row.entity!,
    service: row.service!,
    type: row.type!,
    start: Number(row.start_epoch_s) * SECOND,
  }));
  const alerts = readCsv(join(folder, 'alerts.csv.gz')).map((row, index) => ({
    fault: Number(row.fault_id),
    row: index,
    anomaly: anomalyOf(row, index),
  }));
  const episodes = readCsv(join(folder, 'overlay-episodes.csv')).map((row) => ({
    episode: Number(row.episode),
    first: Number(row.first_fault),
    second: Number(row.second_fault),
    gapMs: Number(row.gap_ms),
    shiftMs: Number(row.second_shift_ms),
  }));
  const graph = JSON.parse(readFileSync(join(folder, 'system-graph.json'), 'utf8')) as SystemGraph;
  return { faults, alerts, episodes, topology: topologyOf(graph) };
}

export function entityId(name: string): EntityId {
  return `ent_${name}` as EntityId;
}

export function entityName(id: EntityId): string {
  return id.slice('ent_'.length);
}

function anomalyOf(row: Record<string, string>, index: number): Anomaly {
  const onset = Number(row.ts_ms);
  const entity = entityId(row.component!);
  const isTrace = row.kind === 'trace';
  const isCall = isTrace && row.target !== '' && row.target !== row.component;
  return {
    id: `ano_${index}` as AnomalyId,
    entity,
    signal: isTrace ? 'traces' : 'metrics',
    kind: isTrace ? kindOfTrace(row.state!) : kindOfMetric(row.signal!),
    measure: row.signal!,
    ...(isCall && { peer: entityId(row.target!) }),
    onset,
    lastSeen: onset,
    p: 10 ** -SURPRISE,
    surprise: SURPRISE,
    rank: 1,
    direction: row.state === 'down' ? 'down' : 'up',
    observed: Number.NaN,
    expected: Number.NaN,
    unit: '',
    query: { kind: 'spans', entity, range: { from: onset, to: onset + MINUTE } },
    hard: false,
    marks: [],
  };
}

/** `PD` is a performance degradation, everything else a status that failed. */
function kindOfTrace(state: string): MeasureKind {
  return state === 'PD' ? 'latency' : 'errors';
}

function kindOfMetric(name: string): MeasureKind {
  if (name.endsWith('-mrt')) return 'latency';
  if (name.endsWith('-sr')) return 'errors';
  if (name.endsWith('-rr')) return 'traffic';
  if (/cpu|memory|\.mem\.|disk\.(pct|used)/.test(name)) return 'saturation';
  return 'other';
}

interface SystemGraph {
  readonly nodes: readonly { readonly id: string; readonly type: string }[];
  readonly edges: readonly { readonly source: string; readonly target: string; readonly label: string }[];
}

function topologyOf({ nodes, edges }: SystemGraph): Topology {
  const serviceOf = new Map(
    edges.filter(({ label }) => label === 'instance_of').map(({ source, target }) => [source, target]),
  );
  const instancesOf = Map.groupBy(serviceOf.keys(), (instance) => serviceOf.get(instance)!);
  const entities = nodes.map(({ id, type }): Entity => {
    const owner = serviceOf.get(id);
    return {
      id: entityId(id),
      kind: kindOfEntity(type),
      name: id,
      cluster: '',
      namespace: '',
      ...(owner !== undefined && { owner: entityId(owner) }),
      nodes: [],
      version: '',
      firstSeen: 0,
      lastSeen: 0,
    };
  });
  const relations = edges.flatMap(({ source, target, label }): Relation[] => {
    if (label === 'hosted_on') return [relation(source, 'runs-on', target)];
    if (label !== 'control_flow' && label !== 'data_flow') return [];
    // Services call one another through their instances.
    const callers = [source, ...(instancesOf.get(source) ?? [])];
    const callees = [target, ...(instancesOf.get(target) ?? [])];
    return callers.flatMap((caller) => callees.map((callee) => relation(caller, 'calls', callee)));
  });
  return { entities: new Map(entities.map((entity) => [entity.id, entity])), relations };
}

function relation(from: string, kind: Relation['kind'], to: string): Relation {
  return { from: entityId(from), to: entityId(to), kind, lastSeen: 0 };
}

function kindOfEntity(type: string): EntityKind {
  switch (type) {
    case 'Host':
      return 'node';
    case 'Service_Instance':
    case 'Cache_Instance':
      return 'pod';
    default:
      return 'service';
  }
}
