import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Change } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { EvidenceQuery } from '@foreshock/model/evidence.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { Reading, ReadingSource } from './reading.ts';

/** Readings of single minutes in, anomalies with onset and end out. */
export interface Episodes {
  step(minute: Timestamp, readings: readonly Reading[], changes: readonly Change[]): EpisodeStep;
  snapshot(): EpisodesSnapshot;
}

export interface EpisodeStep {
  /** Opened, updated or ended this minute, by key. */
  readonly changed: readonly Anomaly[];
  readonly open: readonly Anomaly[];
  /** Open and outside in this very minute. */
  readonly active: readonly ActiveAnomaly[];
}

export interface ActiveAnomaly {
  readonly anomaly: Anomaly;
  readonly reading: Reading;
}

/** Plain data: it goes into JSON as it is. */
export interface EpisodesSnapshot {
  readonly minute: Timestamp;
  readonly signals: readonly (readonly [string, SignalState])[];
  readonly changes: readonly (readonly [EntityId, Timestamp])[];
}

interface SignalState {
  /** Of the last three minutes which counted, the present one lowest. */
  recent: number;
  /** Minutes since the last that counted. */
  quiet: number;
  /** Hours since 1970 that it was open in, of the last seven days. */
  hours: number[];
  anomaly?: Anomaly;
}

/** A minute counts from p = 0.001 on; two of the last three open an anomaly. */
const COUNTS_FROM = 3;
const RECENT_MINUTES = 3;
const NEEDED = 2;
/** Closed after this many quiet minutes; facts of the cluster are repeated every few minutes at best. */
const QUIET_MINUTES = 5;
const HARD_QUIET_MINUTES = 10;
/** An onset further back belongs to an earlier story. */
const MAX_ONSET_BACK_MS = HOUR;
const CHRONIC_WINDOW_HOURS = 168;
const CHRONIC_HOURS = 0.2 * CHRONIC_WINDOW_HOURS;
/** What starts so soon after a change may come with it; what lasts so long does not. */
const ROLLOUT_MS = 10 * MINUTE;
const ROLLOUT_OVER_MS = 20 * MINUTE;
/** How much before the onset an evidence query shows. */
const CONTEXT_MS = 30 * MINUTE;

export function createEpisodes(snapshot?: EpisodesSnapshot): Episodes {
  const signals = new Map<string, SignalState>(snapshot?.signals.map(([key, state]) => [key, structuredClone(state)]));
  const lastChange = new Map<EntityId, Timestamp>(snapshot?.changes);
  let lastMinute = snapshot?.minute ?? 0;

  function step(minute: Timestamp, readings: readonly Reading[], changes: readonly Change[]): EpisodeStep {
    for (const change of changes)
      lastChange.set(change.entity, Math.max(change.time, lastChange.get(change.entity) ?? 0));
    for (const [entity, time] of lastChange) if (minute - time > ROLLOUT_OVER_MS) lastChange.delete(entity);
    const passed = lastMinute === 0 ? 1 : Math.max(1, Math.round((minute - lastMinute) / MINUTE));
    lastMinute = minute;

    const byKey = strongestByKey(readings);
    const changed: Anomaly[] = [];
    const open: Anomaly[] = [];
    const active: ActiveAnomaly[] = [];
    for (const key of [...new Set([...signals.keys(), ...byKey.keys()])].sort()) {
      const reading = byKey.get(key);
      const counts = reading !== undefined && reading.surprise >= COUNTS_FROM;
      let state = signals.get(key);
      if (state === undefined) {
        if (!counts) continue;
        state = { recent: 0, quiet: 0, hours: [] };
        signals.set(key, state);
      }
      state.recent =
        ((state.recent << Math.min(passed, RECENT_MINUTES)) | (counts ? 1 : 0)) & ((1 << RECENT_MINUTES) - 1);
      state.quiet = counts ? 0 : state.quiet + passed;
      if (counts) {
        const before = state.anomaly;
        if (before !== undefined) state.anomaly = updated(before, reading, minute, state);
        else if (reading.isSettled || countBits(state.recent) >= NEEDED) state.anomaly = opened(reading, minute, state);
      }
      const { anomaly } = state;
      if (anomaly === undefined) {
        forgetOld(key, state, minute);
        continue;
      }
      if (counts) {
        changed.push(anomaly);
        open.push(anomaly);
        active.push({ anomaly, reading });
      } else if (state.quiet >= (anomaly.hard ? HARD_QUIET_MINUTES : QUIET_MINUTES)) {
        changed.push({ ...anomaly, end: anomaly.lastSeen + MINUTE });
        delete state.anomaly;
      } else open.push(anomaly);
    }
    return { changed, open, active };
  }

  function opened(reading: Reading, minute: Timestamp, state: SignalState): Anomaly {
    const first = minute - highestBit(state.recent) * MINUTE;
    const onset = Math.max(minute - MAX_ONSET_BACK_MS, Math.min(first, reading.onset ?? first));
    const { entity, signal, kind, measure } = reading;
    noteHour(state, minute);
    return {
      id: hashId('ano_', entity, signal, kind, measure, reading.peer ?? '', String(onset)) as AnomalyId,
      entity,
      signal,
      kind,
      measure,
      ...(reading.peer !== undefined && { peer: reading.peer }),
      onset,
      lastSeen: minute,
      p: 10 ** -reading.surprise,
      surprise: reading.surprise,
      rank: reading.rank,
      direction: reading.direction,
      observed: reading.observed,
      expected: reading.expected,
      unit: reading.unit,
      query: queryOf(reading.source, entity, onset, minute),
      hard: reading.isHard,
      marks: marksOf(reading, onset, minute, state),
    };
  }

  function updated(anomaly: Anomaly, reading: Reading, minute: Timestamp, state: SignalState): Anomaly {
    noteHour(state, minute);
    const isWorst = reading.surprise > anomaly.surprise;
    const worst = isWorst
      ? {
          p: 10 ** -reading.surprise,
          surprise: reading.surprise,
          direction: reading.direction,
          observed: reading.observed,
          expected: reading.expected,
        }
      : {};
    const query = isWorst
      ? queryOf(reading.source, anomaly.entity, anomaly.onset, minute)
      : { ...anomaly.query, range: { from: anomaly.query.range.from, to: minute + MINUTE } };
    const marks = marksOf(reading, anomaly.onset, minute, state);
    const isShifted = anomaly.marks.includes('level-shift') && !marks.includes('level-shift');
    return {
      ...anomaly,
      ...worst,
      rank: Math.max(anomaly.rank, reading.rank),
      lastSeen: minute,
      query,
      marks: isShifted ? [...marks, 'level-shift'] : marks,
    };
  }

  function marksOf(reading: Reading, onset: Timestamp, minute: Timestamp, state: SignalState): Anomaly['marks'] {
    const marks = new Set(reading.marks);
    const change = lastChange.get(reading.entity);
    const isRollout =
      reading.isRolloutNoise &&
      change !== undefined &&
      onset - change <= ROLLOUT_MS &&
      minute - change <= ROLLOUT_OVER_MS;
    if (isRollout) marks.add('expected');
    if (state.hours.length > CHRONIC_HOURS) marks.add('chronic');
    return [...marks].sort();
  }

  /** What has been silent for a week is as good as never seen. */
  function forgetOld(key: string, state: SignalState, minute: Timestamp): void {
    state.hours = recentHours(state.hours, minute);
    if (state.recent === 0 && state.hours.length === 0) signals.delete(key);
  }

  return {
    step,
    snapshot: () => ({
      minute: lastMinute,
      signals: [...signals].map(([key, state]) => [key, structuredClone(state)]),
      changes: [...lastChange],
    }),
  };
}

/** One reading per signal; of two the more surprising. */
function strongestByKey(readings: readonly Reading[]): Map<string, Reading> {
  const byKey = new Map<string, Reading>();
  for (const reading of readings) {
    const key = [reading.entity, reading.signal, reading.kind, reading.measure, reading.peer ?? ''].join('\u001f');
    const known = byKey.get(key);
    if (known === undefined || reading.surprise > known.surprise) byKey.set(key, reading);
  }
  return byKey;
}

function queryOf(source: ReadingSource, entity: EntityId, onset: Timestamp, minute: Timestamp): EvidenceQuery {
  const range = { from: onset - CONTEXT_MS, to: minute + MINUTE };
  switch (source.kind) {
    case 'series':
      return { kind: 'series', series: source.series, range };
    case 'spans':
      return { kind: 'spans', entity, ...(source.operation !== undefined && { operation: source.operation }), range };
    case 'template':
      return { kind: 'template', template: source.template, entity, range };
    case 'events':
      return { kind: 'events', entity, range };
  }
}

function noteHour(state: SignalState, minute: Timestamp): void {
  const hour = Math.floor(minute / HOUR);
  if (state.hours.at(-1) === hour) return;
  state.hours = [...recentHours(state.hours, minute), hour];
}

function recentHours(hours: readonly number[], minute: Timestamp): number[] {
  return hours.filter((hour) => hour > minute / HOUR - CHRONIC_WINDOW_HOURS);
}

function countBits(bits: number): number {
  return (bits & 1) + ((bits >> 1) & 1) + ((bits >> 2) & 1);
}

function highestBit(bits: number): number {
  return bits >= 4 ? 2 : bits >= 2 ? 1 : 0;
}
