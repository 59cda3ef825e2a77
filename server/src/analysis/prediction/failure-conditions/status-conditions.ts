import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import type { Condition } from './condition.ts';

/** Status fields of the cluster, which Collectors send as metrics. They say more reliably than events what is so. */

type Field = 'desired' | 'available' | 'restarts' | 'nodeReady' | 'nodePressure' | 'failedPods';

const FIELDS: readonly (readonly [RegExp, Field])[] = [
  [/^k8s\.(deployment|replicaset)\.(desired|pod\.desired)$/, 'desired'],
  [
    /^k8s\.(statefulset\.(desired_pods|pod\.desired)|daemonset\.(desired_scheduled_nodes|node\.desired_scheduled))$/,
    'desired',
  ],
  [/^k8s\.(deployment|replicaset)\.(available|pod\.available)$/, 'available'],
  [/^k8s\.(statefulset\.(ready_pods|pod\.ready)|daemonset\.(ready_nodes|node\.ready))$/, 'available'],
  [/^k8s\.container\.restarts?(\.count)?$/, 'restarts'],
  [/^k8s\.node\.condition_ready$/, 'nodeReady'],
  [/^k8s\.node\.condition_(memory|disk|pid)_pressure$/, 'nodePressure'],
  [/^k8s\.job\.(failed_pods|pod\.failed)$/, 'failedPods'],
];

const CRASH_LOOP_RESTARTS = 3;
const CRASH_LOOP_WITHIN = 10 * MINUTE;
const UNHEALTHY_FOR = 5 * MINUTE;

/** Plain data. */
export interface StatusState {
  readonly fieldOf: Map<SeriesId, Field | ''>;
  /** Last count of restarts or failed pods of a series, and the times of its rises. */
  readonly counts: Map<SeriesId, { last: number; rises: Timestamp[] }>;
  readonly unhealthy: Map<EntityId, Timestamp>;
  day: number;
}

export function createStatusState(): StatusState {
  return { fieldOf: new Map(), counts: new Map(), unhealthy: new Map(), day: 0 };
}

export function statusConditions(state: StatusState, frame: MinuteFrame): Condition[] {
  forgetDaily(state, frame.minute);
  const conditions: Condition[] = [];
  const replicas = new Map<EntityId, { desired?: number; available?: number }>();
  for (const event of frame.events) if (event.reason === 'Unhealthy') state.unhealthy.set(event.entity, frame.minute);
  for (const rollup of frame.metrics) {
    const field = fieldOf(state, frame, rollup.series);
    if (field === '') continue;
    const series = frame.seriesById.get(rollup.series)!;
    const { entity } = series;
    const object = series.attributes['k8s.pod.name'] ?? '';
    const value = rollup.last;
    if (field === 'desired' || field === 'available') {
      replicas.set(entity, { ...replicas.get(entity), [field]: value });
    } else if (field === 'nodeReady' && value <= 0) {
      conditions.push({ entity, failure: 'node_not_ready', hold: 1, object });
    } else if (field === 'nodePressure' && value >= 1) {
      conditions.push({ entity, failure: 'node_pressure', hold: 0, object });
    } else if (field === 'restarts' && countRises(state, rollup.series, value, frame.minute) >= CRASH_LOOP_RESTARTS) {
      conditions.push({ entity, failure: 'crash_loop', hold: 0, object });
    } else if (field === 'failedPods' && countRises(state, rollup.series, value, frame.minute) > 0) {
      conditions.push({ entity, failure: 'job_failed', hold: 0, object });
    }
  }
  for (const [entity, { desired = 0, available }] of replicas) {
    if (available === undefined || available >= desired) continue;
    const unhealthyAt = state.unhealthy.get(entity) ?? Number.NEGATIVE_INFINITY;
    if (frame.minute - unhealthyAt < UNHEALTHY_FOR) {
      conditions.push({ entity, failure: 'unready', hold: 2, object: '' });
    }
    if (available < desired / 2) conditions.push({ entity, failure: 'availability_loss', hold: 2, object: '' });
  }
  return conditions;
}

/** Series come and go with their pods. Once a day they are learnt anew; a restart in that very minute is missed. */
function forgetDaily(state: StatusState, minute: Timestamp): void {
  const day = Math.floor(minute / DAY);
  if (day === state.day) return;
  state.day = day;
  state.fieldOf.clear();
  state.counts.clear();
}

function fieldOf(state: StatusState, frame: MinuteFrame, id: SeriesId): Field | '' {
  const known = state.fieldOf.get(id);
  if (known !== undefined) return known;
  const metric = frame.seriesById.get(id)?.metric ?? '';
  const field = FIELDS.find(([pattern]) => pattern.test(metric))?.[1] ?? '';
  state.fieldOf.set(id, field);
  return field;
}

/** How often the count rose within the last ten minutes, this one included. */
function countRises(state: StatusState, id: SeriesId, value: number, minute: Timestamp): number {
  const count = state.counts.get(id);
  if (!count) {
    state.counts.set(id, { last: value, rises: [] });
    return 0;
  }
  for (let rise = count.last; rise < Math.min(value, count.last + CRASH_LOOP_RESTARTS); rise += 1) {
    count.rises.push(minute);
  }
  count.last = value;
  count.rises = count.rises.filter((time) => minute - time < CRASH_LOOP_WITHIN);
  return count.rises.length;
}
