import type { EntityId } from '@foreshock/model/entity.ts';
import { quantileOf } from '@foreshock/model/latency-bins.ts';
import type { MetricRollup } from '@foreshock/model/rollup.ts';
import type { Series } from '@foreshock/model/series.ts';
import { isWithin, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { MinuteFrame } from './minute-frame.ts';

interface EdgeMedians {
  /** By minute, seen by the caller and by the callee. */
  readonly client: Map<Timestamp, Median>;
  readonly server: Map<Timestamp, Median>;
}

interface Median {
  readonly measuredAt: Timestamp;
  readonly ms: number;
}

/** Median durations of calls as both ends measure them, by `caller callee`, as far back as an incident may reach. */
export type EdgeHistory = Map<string, EdgeMedians>;

/** The Collector's service graph connector; a histogram, or a gauge that says which quantile it is. */
const SIDES: Readonly<Record<string, keyof EdgeMedians>> = {
  traces_service_graph_request_client: 'client',
  traces_service_graph_request_client_seconds: 'client',
  traces_service_graph_request_server: 'server',
  traces_service_graph_request_server_seconds: 'server',
};
const KEPT_MS = 8 * 3_600_000;

export function observeEdges(history: EdgeHistory, frame: MinuteFrame): void {
  let byName: ReadonlyMap<string, EntityId> | undefined;
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    const side = series && SIDES[series.metric];
    if (!series || !side) continue;
    byName ??= entitiesByName(frame.topology);
    const caller = byName.get(series.attributes.client ?? '');
    const callee = byName.get(series.attributes.server ?? '');
    const medianMs = medianOf(series, rollup);
    if (!caller || !callee || medianMs === undefined) continue;
    const edge = history.get(`${caller} ${callee}`) ?? { client: new Map(), server: new Map() };
    history.set(`${caller} ${callee}`, edge);
    edge[side].set(frame.minute, { measuredAt: rollup.lastTime, ms: medianMs });
    for (const minute of edge[side].keys()) {
      if (frame.minute - minute <= KEPT_MS) break;
      edge[side].delete(minute);
    }
  }
}

/** Minutes that both ends know, in the shape that the root-cause step reads. */
export function edgesAround(history: EdgeHistory, before: TimeRange, after: TimeRange, excluded: readonly TimeRange[]) {
  return [...history].map(([name, edge]) => {
    const [caller, callee] = name.split(' ') as [EntityId, EntityId];
    const pick = (wanted: (time: Timestamp) => boolean) =>
      [...edge.client]
        .filter(([minute, { measuredAt }]) => wanted(measuredAt) && edge.server.has(minute))
        .map(([minute, { ms }]) => ({ clientMs: ms, serverMs: edge.server.get(minute)!.ms }));
    return {
      caller,
      callee,
      before: pick((time) => isWithin(time, before) && !excluded.some((range) => isWithin(time, range))),
      after: pick((time) => isWithin(time, after)),
    };
  });
}

function medianOf(series: Series, rollup: MetricRollup): number | undefined {
  if (rollup.bins.size > 0) return quantileOf(rollup.bins, 0.5);
  if (series.attributes.quantile !== '0.5') return undefined;
  return rollup.last * (series.unit === 's' ? 1_000 : 1);
}

function entitiesByName(topology: Topology): Map<string, EntityId> {
  const names = new Map<string, EntityId>();
  for (const entity of topology.entities.values())
    names.set(entity.name.slice(entity.name.lastIndexOf('/') + 1), entity.id);
  return names;
}
