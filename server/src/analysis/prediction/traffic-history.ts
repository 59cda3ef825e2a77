import type { EntityId } from '@foreshock/model/entity.ts';
import type { MinuteFrame } from '../minute-frame.ts';

/** Requests of the last four hours of entities that hold a bounded resource: does the load explain a rise? */

const RING = 256;
const NOW_MINUTES = 5;
const BEFORE_MINUTES = 10;

/** By minute number modulo 256. Plain data. */
export interface TrafficHistory {
  readonly ring: Float32Array;
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
  const served = new Map<EntityId, number>();
  const asked = new Map<EntityId, number>();
  for (const { side, entity, peer, count } of frame.spans) {
    if (side === 'server' && wanted.has(entity)) served.set(entity, (served.get(entity) ?? 0) + count);
    if (side === 'client' && peer !== '' && wanted.has(peer)) asked.set(peer, (asked.get(peer) ?? 0) + count);
  }
  for (const entity of wanted) {
    const requests = served.get(entity) ?? asked.get(entity);
    let history = state.get(entity);
    if (!history) {
      if (requests === undefined) continue;
      history = { ring: new Float32Array(RING), first: minute, last: minute - 1 };
      state.set(entity, history);
    }
    for (let missing = Math.max(history.last + 1, minute - RING + 1); missing < minute; missing += 1) {
      history.ring[missing & (RING - 1)] = 0;
    }
    history.ring[minute & (RING - 1)] = requests ?? 0;
    history.last = minute;
  }
}

export interface TrafficChange {
  /** Requests a minute, now and before the window. */
  readonly now: number;
  readonly before: number;
}

/** Requests now against those `window` minutes ago; `undefined` without data for both. */
export function trafficChange(history: TrafficHistory | undefined, window: number): TrafficChange | undefined {
  if (!history) return undefined;
  const back = Math.min(window, RING - BEFORE_MINUTES - 1);
  if (history.last - back - BEFORE_MINUTES < history.first) return undefined;
  const mean = (until: number, minutes: number): number => {
    let sum = 0;
    for (let step = 0; step < minutes; step += 1) sum += history.ring[(until - step) & (RING - 1)]!;
    return sum / minutes;
  };
  return { now: mean(history.last, NOW_MINUTES), before: mean(history.last - back, BEFORE_MINUTES) };
}
