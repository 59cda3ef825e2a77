import type { EntityId } from '@foreshock/model/entity.ts';
import { quantileOf } from '@foreshock/model/latency-bins.ts';
import type { MinuteFrame } from './minute-frame.ts';
import { isWaiting } from './waiting-operations.ts';

/** Requests of users: server spans without a caller, over the last hour. */
export interface UserTraffic {
  readonly minutes: { readonly minute: number; readonly requests: number; readonly busiest: EntityId | undefined }[];
  /** Slowly following 95 % latency of each entity in milliseconds. */
  readonly usualP95Ms: Map<EntityId, number>;
}

const KEPT_MINUTES = 60;
/** A few hours of memory: an incident moves it little. */
const RATE = 0.005;
const WARM_UP_RATE = 0.2;

export function createUserTraffic(): UserTraffic {
  return { minutes: [], usualP95Ms: new Map() };
}

export function observeTraffic(traffic: UserTraffic, frame: MinuteFrame): void {
  let requests = 0;
  const byEntity = new Map<EntityId, number>();
  for (const span of frame.spans) {
    if (span.side !== 'server' || span.peer !== '') continue;
    requests += span.count;
    byEntity.set(span.entity, (byEntity.get(span.entity) ?? 0) + span.count);
    if (isWaiting(span.operation)) continue;
    const p95 = quantileOf(span.bins, 0.95);
    if (p95 === undefined || span.count < 20) continue;
    const usual = traffic.usualP95Ms.get(span.entity);
    const rate = traffic.minutes.length < KEPT_MINUTES ? WARM_UP_RATE : RATE;
    // A jump teaches no more than a doubling would.
    traffic.usualP95Ms.set(span.entity, usual === undefined ? p95 : usual + rate * (Math.min(p95, 2 * usual) - usual));
  }
  const [busiest] = [...byEntity].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  traffic.minutes.push({ minute: frame.minute, requests, busiest: busiest?.[0] });
  if (traffic.minutes.length > KEPT_MINUTES) traffic.minutes.shift();
}

/** Requests a second in the last three minutes and in the hour before; `undefined` with less than ten minutes. */
export function trafficNow(
  traffic: UserTraffic,
): { readonly entity: EntityId; readonly now: number; readonly usual: number } | undefined {
  const recent = traffic.minutes.slice(-3);
  const before = traffic.minutes.slice(0, -3);
  const entity = recent.at(-1)?.busiest;
  if (before.length < 10 || !entity) return undefined;
  return { entity, now: perSecond(recent), usual: perSecond(before) };
}

function perSecond(minutes: UserTraffic['minutes']): number {
  return minutes.reduce((sum, minute) => sum + minute.requests, 0) / (60 * minutes.length);
}
