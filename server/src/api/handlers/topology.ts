import type { EntityDetail } from '@foreshock/contract/operations/topology.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { DAY, formatDuration, formatTime, HOUR, MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { measureWords } from '@foreshock/model/wording/measure-words.ts';
import type { z } from 'zod';
import { listAnomalies } from '../../store/metadata/anomalies.ts';
import { listExhaustion } from '../../store/metadata/exhaustion.ts';
import { listIncidents } from '../../store/metadata/incidents.ts';
import { listPredictions } from '../../store/metadata/predictions.ts';
import type { SpanSeriesPoint } from '../../store/telemetry/telemetry-store.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { resolveRange } from '../time-range.ts';
import { exploreLink } from '../views/explore-link.ts';

type TopologyHandlers = Pick<Handlers, 'listEntities' | 'getTopology' | 'listChanges' | 'listExhaustion'>;

/** Entities write `last seen` every five minutes: three missed ones and it is silent. */
const SILENT_AFTER_MS = 15 * MINUTE;
const MAPPED = new Set(['service', 'workload', 'external']);

export function topologyHandlers(tools: HandlerTools): TopologyHandlers {
  const { db, clock, store } = tools;
  return {
    async listEntities({ input, caller }) {
      const now = clock.now();
      const range = resolveRange(input, now, DAY);
      if (!range.ok) return range;
      const topology = await store.tenant(caller.tenant).selectTopology(range.value);
      if (!topology.ok) return topology;
      const kinds = input.kind?.split(',');
      const items = [...topology.value.entities.values()]
        .filter((entity) => kinds === undefined || kinds.includes(entity.kind))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((entity) => viewEntity(entity, now));
      return success({ items });
    },

    async getTopology({ input, caller }) {
      const now = clock.now();
      const range = resolveRange(input, now);
      if (!range.ok) return range;
      const telemetry = store.tenant(caller.tenant);
      const span = range.value.to - range.value.from;
      const [topology, edges, current, usual] = await Promise.all([
        telemetry.selectTopology({ from: range.value.from - DAY, to: range.value.to }),
        telemetry.selectEdges(range.value),
        telemetry.selectSpanSeries({ range: range.value, step: span, side: 'server', byOperation: false }),
        telemetry.selectSpanSeries({
          range: { from: range.value.from - DAY, to: range.value.from },
          step: DAY,
          side: 'server',
          byOperation: false,
        }),
      ]);
      if (!topology.ok) return topology;
      if (!edges.ok) return edges;
      if (!current.ok) return current;
      if (!usual.ok) return usual;
      const anomalies = await listAnomalies(db, caller.tenant, { range: range.value, limit: 1000 });
      const incidents = await listIncidents(db, caller.tenant, { states: ['open', 'acknowledged'], limit: 100 });
      const predictions = await listPredictions(db, caller.tenant, {
        states: ['active', 'shadow', 'frozen'],
        limit: 200,
      });
      const rates = lastByEntity(current.value);
      const usualRates = lastByEntity(usual.value);
      const seconds = span / SECOND;
      const nodes = [...topology.value.entities.values()]
        .filter((entity) => MAPPED.has(entity.kind))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      return success({
        nodes: nodes.map((entity) => {
          const rate = rates.get(entity.id);
          return {
            ...viewEntity(entity, now),
            requestsPerSecond: rate ? rate.count / seconds : null,
            errorShare: rate && rate.count > 0 ? Math.min(1, rate.errors / rate.count) : null,
            p95Ms: rate?.p95Ms ?? null,
            usualP95Ms: usualRates.get(entity.id)?.p95Ms ?? null,
            openAnomalies: anomalies.filter((anomaly) => anomaly.entity === entity.id && anomaly.end === undefined)
              .length,
            incident: (incidents.ok && incidentAt(incidents.value.items, entity.id)) || null,
            prediction: predictions.ok ? riskOf(predictions.value.items, entity.id) : null,
          };
        }),
        edges: edges.value.map((edge) => ({
          from: edge.caller,
          to: edge.callee,
          kind: 'calls' as const,
          requestsPerSecond: edge.count / seconds,
          errorShare: edge.count > 0 ? Math.min(1, edge.errors / edge.count) : 0,
          p95Ms: edge.p95Ms,
        })),
      });
    },

    async listChanges({ input, caller }) {
      const range = resolveRange(input, clock.now(), DAY);
      if (!range.ok) return range;
      const changes = await store
        .tenant(caller.tenant)
        .selectChanges(range.value, input.entity as EntityId | undefined);
      if (!changes.ok) return changes;
      const entities = await tools.directories.of(
        caller.tenant,
        changes.value.map((change) => change.entity),
      );
      const items = [...changes.value].sort((a, b) => b.time - a.time);
      return success({
        items: items.map((change) => ({
          id: change.id,
          entity: entities.ref(change.entity),
          kind: change.kind,
          time: formatTime(change.time),
          text: change.text,
        })),
      });
    },

    async listExhaustion({ input, caller }) {
      const entities = await tools.directories.of(caller.tenant);
      const resources = await listExhaustion(db, caller.tenant);
      const items = [...resources]
        .sort((a, b) => (a.fullIn ?? Infinity) - (b.fullIn ?? Infinity) || b.current / b.limit - a.current / a.limit)
        .slice(0, input.limit);
      return success({
        items: items.map((resource) => ({
          entity: entities.ref(resource.entity),
          series: resource.series,
          measure: measureWords(resource.measure),
          instance: resource.instance,
          unit: resource.unit,
          current: resource.current,
          limit: resource.limit,
          fullIn: resource.fullIn === undefined ? null : formatDuration(resource.fullIn),
          updatedAt: formatTime(resource.updatedAt),
          explore: exploreLink({
            kind: 'series',
            series: resource.series,
            range: { from: resource.updatedAt - 6 * HOUR, to: resource.updatedAt },
          }),
        })),
      });
    },
  };
}

function viewEntity(entity: Entity, now: Timestamp): z.output<typeof EntityDetail> {
  const age = now - entity.lastSeen;
  return {
    id: entity.id,
    kind: entity.kind,
    name: entity.name,
    cluster: entity.cluster,
    namespace: entity.namespace,
    version: entity.version,
    firstSeen: formatTime(entity.firstSeen),
    lastSeen: formatTime(entity.lastSeen),
    state: age > DAY ? 'gone' : age > SILENT_AFTER_MS ? 'silent' : 'present',
  };
}

/** Steps are aligned, so a range may fall into two: they add up, with the latency of the busier one. */
function lastByEntity(points: readonly SpanSeriesPoint[]): Map<EntityId, SpanSeriesPoint> {
  const byEntity = new Map<EntityId, SpanSeriesPoint>();
  for (const point of points) {
    const known = byEntity.get(point.entity);
    const busier = known && known.count > point.count ? known : point;
    byEntity.set(point.entity, {
      ...busier,
      count: point.count + (known?.count ?? 0),
      errors: point.errors + (known?.errors ?? 0),
    });
  }
  return byEntity;
}

function incidentAt(incidents: readonly Incident[], entity: EntityId): string | undefined {
  return incidents.find((incident) =>
    incident.entities.some((member) => member.entity === entity && member.role !== 'context'),
  )?.id;
}

function riskOf(predictions: readonly Prediction[], entity: EntityId) {
  const [worst] = predictions
    .filter((prediction) => prediction.entity === entity)
    .sort((a, b) => b.odds.probability - a.odds.probability);
  if (!worst) return null;
  const { display, band, probability } = worst.odds;
  return {
    id: worst.id,
    display,
    band,
    probability: display === 'percent' ? probability : null,
    failure: worst.failure,
  };
}
