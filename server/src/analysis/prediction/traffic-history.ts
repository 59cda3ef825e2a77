import type { EntityId } from '@foreshock/model/entity.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import type { MinuteFrame } from '../minute-frame.ts';

/** Requests of the last four hours of entities that hold a bounded resource: does the load explain a rise? */

const RING = 256;
const NOW_MINUTES = 10;
const BEFORE_MINUTES = 20;

/** By minute number modulo 256. Plain data. */
export interface TrafficHistory {
  readonly ring: Float32Array;
  /** Spans that were sent for them, of which chance took the sample. */
  readonly sent: Float32Array;
  first: number;
  last: number;
}

export type TrafficState = Map<EntityId, TrafficHistory>;

/** Requests served by an entity; of one that sends no spans itself, the calls that its callers made. */
export function followTraffic(
  state: TrafficState,
  wanted: ReadonlySet<EntityId>,
  frame: MinuteFrame,
  minute: number,
): void {
  const served = new Map<EntityId, Requests>();
  const asked = new Map<EntityId, Requests>();
  for (const span of frame.spans) {
    const { side, entity, peer } = span;
    if (side === 'server' && wanted.has(entity)) addTo(served, entity, span);
    if (side === 'client' && peer !== '' && wanted.has(peer)) addTo(asked, peer, span);
  }
  for (const entity of wanted) {
    const requests = served.get(entity) ?? asked.get(entity);
    let history = state.get(entity);
    if (!history) {
      if (requests === undefined) continue;
      history = { ring: new Float32Array(RING), sent: new Float32Array(RING), first: minute, last: minute - 1 };
      state.set(entity, history);
    }
    for (let missing = Math.max(history.last + 1, minute - RING + 1); missing < minute; missing += 1) {
      history.ring[missing & (RING - 1)] = 0;
      history.sent[missing & (RING - 1)] = 0;
    }
    history.ring[minute & (RING - 1)] = requests?.count ?? 0;
    history.sent[minute & (RING - 1)] = requests?.sent ?? 0;
    history.last = minute;
  }
}

interface Requests {
  count: number;
  sent: number;
}

function addTo(requests: Map<EntityId, Requests>, entity: EntityId, span: SpanRollup): void {
  const known = requests.get(entity);
  if (known) {
    known.count += span.count;
    known.sent += span.sampled;
  } else requests.set(entity, { count: span.count, sent: span.sampled });
}

export interface TrafficChange {
  /** Requests a minute, now and before the window. */
  readonly now: number;
  readonly before: number;
  /** Standard deviation of the logarithm of their ratio, by sampling alone. */
  readonly doubt: number;
}

/** Requests now against those `window` minutes ago; `undefined` without data for both. */
export function trafficChange(history: TrafficHistory | undefined, window: number): TrafficChange | undefined {
  if (!history) return undefined;
  const back = Math.min(window, RING - BEFORE_MINUTES - 1);
  if (history.last - back - BEFORE_MINUTES < history.first) return undefined;
  const sum = (ring: Float32Array, until: number, minutes: number): number => {
    let total = 0;
    for (let step = 0; step < minutes; step += 1) total += ring[(until - step) & (RING - 1)]!;
    return total;
  };
  const { ring, sent, last } = history;
  return {
    now: sum(ring, last, NOW_MINUTES) / NOW_MINUTES,
    before: sum(ring, last - back, BEFORE_MINUTES) / BEFORE_MINUTES,
    doubt: Math.sqrt(1 / sum(sent, last, NOW_MINUTES) + 1 / sum(sent, last - back, BEFORE_MINUTES)),
  };
}
