import type { MeasureKind } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Series } from '@foreshock/model/series.ts';
import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { NO_WAITS, type WaitsNow } from '../planned-waits.ts';
import { addWeight, type DetectorStep, MAX_SURPRISE, type Reading } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';

/** What the cluster itself reports: events with a telling reason, and status metrics that changed for the worse. */
export interface HardFactDetector {
  step(frame: MinuteFrame, waits?: WaitsNow): DetectorStep;
  snapshot(): HardFactSnapshot;
}

export interface HardFactSnapshot {
  readonly seen: RowPoolSnapshot;
  readonly status: RowPoolSnapshot;
}

interface Reason {
  readonly kind: MeasureKind;
  /** In how many minutes of the last ten it must be reported before it counts: some pass by themselves. */
  readonly minutes: number;
  /** Belongs to a rollout. */
  readonly inRollouts: boolean;
  /** Belongs to a start. */
  readonly inStarts?: true;
}

const REASONS: ReadonlyMap<string, Reason> = new Map([
  ['OOMKilled', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['OOMKilling', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['SystemOOM', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['CrashLoopBackOff', { kind: 'restarts', minutes: 1, inRollouts: false }],
  ['BackOff', { kind: 'restarts', minutes: 1, inRollouts: false }],
  ['ImagePullBackOff', { kind: 'state', minutes: 1, inRollouts: false }],
  ['ErrImagePull', { kind: 'state', minutes: 1, inRollouts: false }],
  ['Failed', { kind: 'state', minutes: 1, inRollouts: false }],
  ['Evicted', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['FailedScheduling', { kind: 'state', minutes: 2, inRollouts: true }],
  ['NodeNotReady', { kind: 'state', minutes: 1, inRollouts: false }],
  ['NodeHasDiskPressure', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['NodeHasMemoryPressure', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['NodeHasInsufficientMemory', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['EvictionThresholdMet', { kind: 'saturation', minutes: 1, inRollouts: false }],
  ['Rebooted', { kind: 'restarts', minutes: 1, inRollouts: false }],
  ['Unhealthy', { kind: 'state', minutes: 3, inRollouts: true, inStarts: true }],
  ['FailedMount', { kind: 'state', minutes: 2, inRollouts: true }],
  ['FailedAttachVolume', { kind: 'state', minutes: 2, inRollouts: true }],
  ['BackoffLimitExceeded', { kind: 'state', minutes: 1, inRollouts: false }],
  ['DeadlineExceeded', { kind: 'state', minutes: 1, inRollouts: false }],
]);

/** Fields per entity and reason: the minutes of the last ten that it was reported in, as bits, and the last minute. */
const BITS = 0;
const LAST_MINUTE = 1;
const SEEN_STRIDE = 2;
const WINDOW = 10;

/** Fields per status series: last value, minutes in a bad state, last minute, minutes in a good state. */
const VALUE = 0;
const BAD_MINUTES = 1;
const STATUS_MINUTE = 2;
const GOOD_MINUTES = 3;
const STATUS_STRIDE = 4;
/** A container that is not ready for one minute has restarted; for two it is not ready. */
const BAD_AFTER = 2;

interface Fact {
  readonly entity: EntityId;
  readonly reason: string;
  readonly kind: MeasureKind;
  readonly observed: number;
  readonly expected: number;
  readonly unit: string;
  readonly series: string | undefined;
  readonly inRollouts: boolean;
  readonly inStarts: boolean;
}

export function createHardFactDetector(snapshot?: HardFactSnapshot): HardFactDetector {
  const seen = createRowPool(SEEN_STRIDE, snapshot?.seen);
  const status = createRowPool(STATUS_STRIDE, snapshot?.status);

  function step(frame: MinuteFrame, waits = NO_WAITS): DetectorStep {
    const facts = [...factsOfEvents(frame), ...factsOfStatus(frame)].filter(
      ({ entity, inStarts }) => !(inStarts && waits.isStarting(entity)),
    );
    if (frame.minute % HOUR === 0) {
      forget(seen, LAST_MINUTE, frame.minute, SEEN_STRIDE);
      forget(status, STATUS_MINUTE, frame.minute, STATUS_STRIDE);
    }
    const judged = new Map<EntityId, number>();
    for (const fact of facts) addWeight(judged, fact.entity, 1);
    return { readings: facts.map(readingOf), judged };
  }

  function factsOfEvents(frame: MinuteFrame): Fact[] {
    const counts = new Map<string, number>();
    for (const event of frame.events) {
      const key = `${event.entity}\u001f${event.reason}`;
      // The kubelet speaks of pods. What is about no workload fell to the namespace: a certificate, a backup, a release.
      const isNoWorkload = frame.topology.entities.get(event.entity)?.kind === 'namespace';
      if (REASONS.has(event.reason) && !isNoWorkload) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const facts: Fact[] = [];
    for (const key of [...counts.keys()].sort()) {
      const [entity, name] = key.split('\u001f') as [EntityId, string];
      const reason = REASONS.get(name)!;
      if (noteMinute(key, frame.minute) < reason.minutes) continue;
      facts.push({
        entity,
        reason: name,
        kind: reason.kind,
        observed: counts.get(key)!,
        expected: 0,
        unit: '{event}',
        series: undefined,
        inRollouts: reason.inRollouts,
        inStarts: reason.inStarts ?? false,
      });
    }
    return facts;
  }

  /** In how many of the last ten minutes the fact was reported, this one included. */
  function noteMinute(key: string, minute: Timestamp): number {
    const at = (seen.find(key) ?? seen.add(key)) * SEEN_STRIDE;
    const passed = Math.min(WINDOW, Math.round((minute - seen.fields[at + LAST_MINUTE]!) / MINUTE));
    const bits = ((seen.fields[at + BITS]! << passed) | 1) & ((1 << WINDOW) - 1);
    seen.fields[at + BITS] = bits;
    seen.fields[at + LAST_MINUTE] = minute;
    return bitCount(bits);
  }

  function factsOfStatus(frame: MinuteFrame): Fact[] {
    const rows = statusRows(frame);
    const desired = new Map<EntityId, number>();
    for (const { series, value, role } of rows) if (role === 'desired') desired.set(series.entity, value);
    const facts = new Map<string, Fact>();
    for (const row of rows) {
      const fact = factOf(row, frame.minute, desired);
      if (fact === undefined) continue;
      const key = `${fact.entity}\u001f${fact.reason}`;
      const known = facts.get(key);
      // Of several pods the first by id speaks for the workload.
      if (known === undefined || fact.series! < known.series!) facts.set(key, fact);
    }
    return [...facts.keys()].sort().map((key) => facts.get(key)!);
  }

  function factOf(
    { series, value, role }: StatusRow,
    minute: Timestamp,
    desired: ReadonlyMap<EntityId, number>,
  ): Fact | undefined {
    const { entity, id, unit } = series;
    const fact = (
      reason: string,
      kind: MeasureKind,
      expected: number,
      { inRollouts = false, inStarts = false } = {},
    ): Fact => ({
      entity,
      reason,
      kind,
      observed: value,
      expected,
      unit,
      series: id,
      inRollouts,
      inStarts,
    });
    switch (role) {
      case 'desired':
        return undefined;
      case 'restarts': {
        const before = previousValue(id, value, minute);
        return before !== undefined && value > before ? fact('restarts', 'restarts', before) : undefined;
      }
      case 'container-ready':
        return isBad(id, value === 0, minute)
          ? fact('not ready', 'state', 1, { inRollouts: true, inStarts: true })
          : undefined;
      case 'node-ready':
        return isBad(id, value !== 1, minute) ? fact('NodeNotReady', 'state', 1) : undefined;
      case 'node-pressure':
        return isBad(id, value === 1, minute)
          ? fact(series.metric.slice('k8s.node.'.length), 'saturation', 0)
          : undefined;
      case 'available': {
        const wanted = desired.get(entity) ?? 0;
        return isBad(id, wanted > 0 && value === 0, minute)
          ? fact('no replica available', 'state', wanted, { inStarts: true })
          : undefined;
      }
    }
  }

  function previousValue(id: string, value: number, minute: Timestamp): number | undefined {
    const known = status.find(id);
    const at = (known ?? status.add(id)) * STATUS_STRIDE;
    const before = known === undefined ? undefined : status.fields[at + VALUE]!;
    status.fields[at + VALUE] = value;
    status.fields[at + STATUS_MINUTE] = minute;
    return before;
  }

  /** In a bad state for two minutes, after it was once in a good one: what never worked is no change. */
  function isBad(id: string, bad: boolean, minute: Timestamp): boolean {
    const at = (status.find(id) ?? status.add(id)) * STATUS_STRIDE;
    status.fields[at + STATUS_MINUTE] = minute;
    if (!bad) {
      status.fields[at + GOOD_MINUTES]! += 1;
      status.fields[at + BAD_MINUTES] = 0;
      return false;
    }
    status.fields[at + BAD_MINUTES]! += 1;
    return status.fields[at + GOOD_MINUTES]! > 0 && status.fields[at + BAD_MINUTES]! >= BAD_AFTER;
  }

  return { step, snapshot: () => ({ seen: seen.snapshot(), status: status.snapshot() }) };
}

type StatusRole = 'restarts' | 'container-ready' | 'node-ready' | 'node-pressure' | 'available' | 'desired';

interface StatusRow {
  readonly series: Series;
  readonly value: number;
  readonly role: StatusRole;
}

function statusRows(frame: MinuteFrame): StatusRow[] {
  const roles = new Map<string, StatusRole | null>();
  const rows: StatusRow[] = [];
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (series === undefined) continue;
    let role = roles.get(series.metric);
    if (role === undefined) {
      role = statusRoleOf(series.metric);
      roles.set(series.metric, role);
    }
    if (role !== null) rows.push({ series, value: rollup.last, role });
  }
  return rows;
}

function statusRoleOf(metric: string): StatusRole | null {
  if (metric === 'k8s.container.restarts') return 'restarts';
  if (metric === 'k8s.container.ready') return 'container-ready';
  if (metric === 'k8s.node.condition_ready') return 'node-ready';
  if (/^k8s\.node\.condition_(?:memory|disk|pid)_pressure$/.test(metric)) return 'node-pressure';
  if (
    /^k8s\.(?:deployment|statefulset)\.(?:available|pod\.available|available_pods|ready_pods|pod\.ready)$/.test(metric)
  )
    return 'available';
  return /^k8s\.(?:deployment|statefulset)\.(?:desired|pod\.desired|desired_pods)$/.test(metric) ? 'desired' : null;
}

function forget(pool: ReturnType<typeof createRowPool>, field: number, minute: Timestamp, stride: number): void {
  for (const [key, row] of [...pool.entries()])
    if (minute - pool.fields[row * stride + field]! >= DAY) pool.delete(key);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}

function readingOf(fact: Fact): Reading {
  return {
    entity: fact.entity,
    signal: 'events',
    kind: fact.kind,
    measure: fact.reason,
    surprise: MAX_SURPRISE,
    rank: MAX_SURPRISE,
    direction: 'up',
    observed: fact.observed,
    expected: fact.expected,
    unit: fact.unit,
    source: fact.series === undefined ? { kind: 'events' } : { kind: 'series', series: fact.series },
    weight: 1,
    isServiceLevel: false,
    isHarm: true,
    isSettled: true,
    isRolloutNoise: fact.inRollouts,
    isHard: true,
    marks: [],
  };
}
