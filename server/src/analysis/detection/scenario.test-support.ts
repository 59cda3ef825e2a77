import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { MetricRollup, SpanRollup, TemplateCount } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Relation } from '@foreshock/model/topology.ts';
import type { MinuteFrame } from '../minute-frame.ts';

export const START = Date.UTC(2026, 0, 5);

export function entityId(name: string): EntityId {
  return `ent_${name}` as EntityId;
}

export function minute(i: number): Timestamp {
  return START + i * MINUTE;
}

/** Mulberry32: equal seeds give equal numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's method for small means, a rounded normal above. */
export function poisson(random: () => number, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** One minute, put together piece by piece. */
export interface FrameBuilder {
  gauge(entity: string, metric: string, value: number, attributes?: Record<string, string>, unit?: string): void;
  counter(entity: string, metric: string, total: number, attributes?: Record<string, string>): void;
  /** `latencies` in ms, one per request. */
  served(entity: string, operation: string, latencies: readonly number[], errors?: number, caller?: string): void;
  called(caller: string, callee: string, latencies: readonly number[], errors?: number, operation?: string): void;
  log(entity: string, text: string, count: number, severity?: number): void;
  event(entity: string, reason: string): void;
  change(entity: string): void;
  build(): MinuteFrame;
}

export function frameAt(
  i: number,
  topology: {
    readonly nodes?: Record<string, string>;
    readonly calls?: readonly (readonly [string, string])[];
    readonly namespaces?: readonly string[];
  } = {},
): FrameBuilder {
  const at = minute(i);
  const metrics: MetricRollup[] = [];
  const spans: SpanRollup[] = [];
  const templates: TemplateCount[] = [];
  const events: ClusterEvent[] = [];
  const changes: Change[] = [];
  const seriesById = new Map<SeriesId, Series>();
  const templateById = new Map<TemplateId, Template>();
  const entities = new Map<EntityId, Entity>();

  function see(name: string): EntityId {
    const id = entityId(name);
    const node = topology.nodes?.[name];
    const nodes = node === undefined ? [] : [entityId(node)];
    entities.set(id, {
      id,
      kind: topology.namespaces?.includes(name) ? 'namespace' : 'service',
      name,
      cluster: 'c',
      namespace: 'shop',
      nodes,
      version: '',
      firstSeen: START,
      lastSeen: at,
    });
    return id;
  }

  for (const name of Object.keys(topology.nodes ?? {})) see(name);

  function point(
    entity: string,
    metric: string,
    value: number,
    series: Pick<Series, 'unit' | 'type' | 'temporality' | 'monotonic' | 'attributes'>,
  ): void {
    const id = ['ser', entity, metric, ...Object.values(series.attributes)].join('_') as SeriesId;
    seriesById.set(id, { id, entity: see(entity), metric, ...series });
    const lastTime = at + 30_000;
    metrics.push({
      minute: at,
      series: id,
      count: 1,
      sum: value,
      min: value,
      max: value,
      last: value,
      lastTime,
      observations: 0,
      bins: new Map(),
    });
  }

  function span(
    side: 'server' | 'client',
    entity: string,
    operation: string,
    peer: EntityId | '',
    latencies: readonly number[],
    errors: number,
  ): void {
    const bins = new Map<number, number>();
    for (const latency of latencies) bins.set(binOf(latency), (bins.get(binOf(latency)) ?? 0) + 1);
    const durationSumMs = latencies.reduce((sum, latency) => sum + latency, 0);
    if (latencies.length > 0)
      spans.push({
        minute: at,
        entity: see(entity),
        operation,
        side,
        peer,
        count: latencies.length,
        errors,
        sampled: latencies.length,
        sampledErrors: errors,
        durationSumMs,
        bins,
      });
  }

  return {
    gauge: (entity, metric, value, attributes = {}, unit = '1') =>
      point(entity, metric, value, { unit, type: 'gauge', temporality: 'unspecified', monotonic: false, attributes }),
    counter: (entity, metric, total, attributes = {}) =>
      point(entity, metric, total, {
        unit: '{request}',
        type: 'sum',
        temporality: 'cumulative',
        monotonic: true,
        attributes,
      }),
    served: (entity, operation, latencies, errors = 0, caller) =>
      span('server', entity, operation, caller === undefined ? '' : entityId(caller), latencies, errors),
    called: (caller, callee, latencies, errors = 0, operation = 'call') =>
      span('client', caller, operation, entityId(callee), latencies, errors),
    log(entity, text, count, severity = 9) {
      const template = `tpl_${text.replaceAll(' ', '_')}` as TemplateId;
      const id = see(entity);
      templateById.set(template, {
        id: template,
        entity: id,
        text,
        aliases: [],
        severityNumber: severity,
        firstSeen: at,
        lastSeen: at,
        count,
      });
      if (count > 0) templates.push({ minute: at, entity: id, template, severityNumber: severity, count });
    },
    event(entity, reason) {
      events.push({ time: at + 1_000, entity: see(entity), object: '', reason, message: '' });
    },
    change: (entity) =>
      changes.push({ id: `chg_${i}` as Change['id'], entity: see(entity), kind: 'deploy', time: at, text: 'v1 to v2' }),
    build: () => ({
      minute: at,
      metrics,
      spans,
      templates,
      events,
      changes,
      topology: {
        entities,
        relations: (topology.calls ?? []).map(
          ([from, to]): Relation => ({ from: entityId(from), to: entityId(to), kind: 'calls', lastSeen: at }),
        ),
      },
      seriesById,
      templateById,
    }),
  };
}

/** Latencies around `median` ms, as requests have them: half as long to twice as long, now and then more. */
export function latencies(random: () => number, count: number, median: number): number[] {
  return Array.from({ length: count }, () => median * Math.exp(0.4 * normal(random)));
}
