/**
 * Waits that somebody meant: a workload that is scaled to zero, a pod that pulls its image, requests that faded out, and
 * the slow first answers after any of them. What lasts longer than such a wait is told.
 */
import type { EntityId } from '@foreshock/model/entity.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import { createRowPool, type RowPoolSnapshot } from './row-pool.ts';

export interface PlannedWaits {
  /** Minutes in order, each once. */
  step(frame: MinuteFrame): WaitsNow;
  snapshot(): RowPoolSnapshot;
}

/** Of the minute of the frame. */
export interface WaitsNow {
  /** No replica is wanted, or the first after zero is on its way: neither requests nor telemetry are expected. */
  isAsleep(entity: EntityId): boolean;
  /** Its pods wait for an image, or have just got it, or begin after zero: not being ready is expected. */
  isStarting(entity: EntityId): boolean;
  /** Its requests became few and then none: people went, where a failure breaks them off. */
  isIdle(entity: EntityId): boolean;
  /** The first minutes of it, or of the first requests after idle: being slow is expected. */
  isCold(entity: EntityId): boolean;
}

export const NO_WAITS: WaitsNow = {
  isAsleep: () => false,
  isStarting: () => false,
  isIdle: () => false,
  isCold: () => false,
};

/** Fields of an entity. Minutes are timestamps, 0 for never. */
const DESIRED = 0;
const DESIRED_MINUTE = 1;
/** When replicas were wanted again after none. */
const WOKE = 2;
/** Begin of an image pull that has not ended; end of the last one. */
const PULLING = 3;
const PULLED = 4;
/** Last minute with requests; first one after a time without. */
const SERVED = 5;
const COLD = 6;
const DEPLOYED = 7;
const SEEN = 8;
/** Requests in a minute: the usual number, that of the last minutes, and how many minutes taught them. */
const USUAL = 9;
const RECENT = 10;
const TAUGHT = 11;
const STRIDE = 12;

/** The number of wanted replicas is sent about once a minute: older than this it says nothing. */
const DESIRED_HOLDS_MS = 10 * MINUTE;
/** Large images take minutes; longer than this is trouble. */
const LONGEST_PULL_MS = 15 * MINUTE;
const LONGEST_START_MS = 5 * MINUTE;
const COLD_MS = 5 * MINUTE;
/** A day of minutes, and a few. */
const USUAL_RATE = 1 / 1_440;
const RECENT_RATE = 0.3;
/** Who had so few requests of the usual, or so few at all, before there were none, has none by chance or by custom. */
const FADED_SHARE = 0.2;
const FADED_REQUESTS = 2;
/** Without requests for this long caches and connections have gone. */
const IDLE_MS = 10 * MINUTE;
/** A new version is not excused for being slow: that is how a bad one looks. */
const NEW_VERSION_MS = 30 * MINUTE;

const WANTED = /^k8s\.(?:deployment|statefulset)\.(?:desired|pod\.desired|desired_pods)$/;
const PULL_ENDS = new Set(['Pulled', 'ErrImagePull', 'ImagePullBackOff', 'Failed']);

export function createPlannedWaits(snapshot?: RowPoolSnapshot): PlannedWaits {
  const rows = createRowPool(STRIDE, snapshot);

  function step(frame: MinuteFrame): WaitsNow {
    const { minute } = frame;
    for (const [entity, wanted] of wantedReplicas(frame)) noteWanted(entity, wanted, minute);
    for (const event of frame.events) noteEvent(event.entity, event.reason, minute);
    for (const change of frame.changes)
      if (change.kind === 'deploy') rows.fields[see(change.entity, minute) + DEPLOYED] = minute;
    for (const [entity, requests] of requestsServed(frame)) noteRequests(entity, requests, minute);
    if (minute % HOUR === 0) forget(minute);

    const within = (entity: EntityId, field: number, ms: number): boolean => {
      const row = rows.find(entity);
      if (row === undefined) return false;
      const since = rows.fields[row * STRIDE + field]!;
      return since > 0 && minute - since < ms;
    };
    const isAsleep = (entity: EntityId): boolean => {
      const isKnown = within(entity, DESIRED_MINUTE, DESIRED_HOLDS_MS);
      const isZero = isKnown && rows.fields[rows.find(entity)! * STRIDE + DESIRED] === 0;
      return isZero || within(entity, WOKE, LONGEST_START_MS);
    };
    return {
      isAsleep,
      isStarting: (entity) =>
        isAsleep(entity) || within(entity, PULLING, LONGEST_PULL_MS) || within(entity, PULLED, LONGEST_START_MS),
      isIdle(entity) {
        const row = rows.find(entity);
        if (row === undefined) return false;
        const at = row * STRIDE;
        const f = rows.fields;
        const hasNone = f[at + SERVED]! > 0 && f[at + SERVED]! < minute;
        return hasNone && f[at + RECENT]! <= Math.max(FADED_REQUESTS, FADED_SHARE * f[at + USUAL]!);
      },
      isCold: (entity) =>
        within(entity, COLD, COLD_MS) ||
        within(entity, WOKE, LONGEST_START_MS) ||
        (within(entity, PULLED, COLD_MS) && !within(entity, DEPLOYED, NEW_VERSION_MS)),
    };
  }

  function see(entity: EntityId, minute: Timestamp): number {
    const at = (rows.find(entity) ?? rows.add(entity)) * STRIDE;
    rows.fields[at + SEEN] = minute;
    return at;
  }

  function noteWanted(entity: EntityId, wanted: number, minute: Timestamp): void {
    const at = see(entity, minute);
    const f = rows.fields;
    if (wanted > 0 && f[at + DESIRED] === 0 && f[at + DESIRED_MINUTE]! > 0) f[at + WOKE] = minute;
    f[at + DESIRED] = wanted;
    f[at + DESIRED_MINUTE] = minute;
  }

  function noteEvent(entity: EntityId, reason: string, minute: Timestamp): void {
    if (reason === 'Pulling') {
      const at = see(entity, minute);
      if (rows.fields[at + PULLING] === 0) rows.fields[at + PULLING] = minute;
      return;
    }
    const row = PULL_ENDS.has(reason) ? rows.find(entity) : undefined;
    // Without a pull the image was there already, and nobody waited.
    if (row === undefined || rows.fields[row * STRIDE + PULLING] === 0) return;
    rows.fields[row * STRIDE + PULLING] = 0;
    if (reason === 'Pulled') rows.fields[row * STRIDE + PULLED] = minute;
  }

  function noteRequests(entity: EntityId, requests: number, minute: Timestamp): void {
    const at = see(entity, minute);
    const served = rows.fields[at + SERVED]!;
    if (served > 0 && minute - served >= IDLE_MS) rows.fields[at + COLD] = minute;
    const f = rows.fields;
    const empty = served > 0 ? (minute - served) / MINUTE - 1 : 0;
    const recent = f[at + RECENT]! * (1 - RECENT_RATE) ** empty;
    f[at + RECENT] = served > 0 ? recent + RECENT_RATE * (requests - recent) : requests;
    f[at + TAUGHT]! += 1;
    f[at + USUAL]! += Math.max(USUAL_RATE, 1 / f[at + TAUGHT]!) * (requests - f[at + USUAL]!);
    f[at + SERVED] = minute;
  }

  /** After three days without a request or a report even a long weekend is over. */
  function forget(minute: Timestamp): void {
    for (const [entity, row] of [...rows.entries()])
      if (minute - rows.fields[row * STRIDE + SEEN]! >= 3 * DAY) rows.delete(entity);
  }

  return { step, snapshot: () => rows.snapshot() };
}

function requestsServed(frame: MinuteFrame): Map<EntityId, number> {
  const served = new Map<EntityId, number>();
  for (const span of frame.spans)
    if (span.side === 'server') served.set(span.entity, (served.get(span.entity) ?? 0) + span.count);
  return served;
}

/** Of an entity with several workloads their sum. */
function wantedReplicas(frame: MinuteFrame): Map<EntityId, number> {
  const wanted = new Map<EntityId, number>();
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (series === undefined || !WANTED.test(series.metric)) continue;
    wanted.set(series.entity, (wanted.get(series.entity) ?? 0) + rollup.last);
  }
  return wanted;
}
