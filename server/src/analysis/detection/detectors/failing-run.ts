/**
 * Requests that come one by one and all fail. A minute with two of them says little, so minutes are counted: how often a
 * failing one follows a good one, and how often another failing one follows that. A run of failing minutes is as rare as
 * its first step times all further ones, by the entity's own past. Retries of one job teach long runs where they happen.
 */
import type { EntityId } from '@foreshock/model/entity.ts';
import { DAY, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { isWaiting } from '../../waiting-operations.ts';
import { NO_WAITS, type WaitsNow } from '../planned-waits.ts';
import { addWeight, type DetectorStep, LEAST_SURPRISE, MAX_SURPRISE, type Reading } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';

export interface FailingRunDetector {
  step(frame: MinuteFrame, waits?: WaitsNow): DetectorStep;
  snapshot(): RowPoolSnapshot;
}

/** Fields of an entity: minutes after a good one, of them failing; minutes after a failing one, of them failing. */
const AFTER_GOOD = 0;
const FIRST_FAILING = 1;
const AFTER_FAILING = 2;
const FURTHER_FAILING = 3;
/** The run that goes on: its minutes and requests, those of them without a known caller, its first and last minute. */
const RUN = 4;
const REQUESTS = 5;
const NO_CALLER = 6;
const RUN_FROM = 7;
const LAST_MINUTE = 8;
const STRIDE = 9;

const MAX_ROWS = 20_000;
/** Minutes with requests, not of the clock: at one request every two minutes half the past is three days old. */
const DECAY = 1 - 1 / 3_000;
/** What is good must be known before failing says anything. */
const KNOWN_GOOD = 60;
/** Four in a row are one job with three retries. */
const LEAST_RUN = 5;
/** More in a minute are judged by their share. */
const MOST_PER_MINUTE = 3;
/** Failing minutes further apart are not one run. */
const LONGEST_GAP_MS = HOUR;
/** One failing minute in 20 more, one further of one in 3 more than were seen. */
const PRIOR_GOOD = 20;
const PRIOR_FAILING = 3;
/** Longer runs are an outage, which teaches as little as two more failing minutes: it must not become what is usual. */
const TEACHES_RUN = 8;
const OUTAGE_TEACHES = 2;
const WEIGHT = 3;

interface Minute {
  sent: number;
  failed: number;
  noCaller: number;
}

export function createFailingRunDetector(snapshot?: RowPoolSnapshot): FailingRunDetector {
  const rows = createRowPool(STRIDE, snapshot);

  function step(frame: MinuteFrame, waits = NO_WAITS): DetectorStep {
    const { minute } = frame;
    for (const [entity, seen] of addUp(frame)) {
      const row = rows.find(entity) ?? (rows.size < MAX_ROWS ? rows.add(entity) : undefined);
      if (row !== undefined) learn(row * STRIDE, seen, minute);
    }
    if (minute % HOUR === 0) forget(minute);
    const readings: Reading[] = [];
    const judged = new Map<EntityId, number>();
    for (const [entity, at] of failingRuns(minute)) {
      const f = rows.fields;
      const surprise = surpriseOfRun(f, at);
      if (surprise < LEAST_SURPRISE) continue;
      addWeight(judged, entity, WEIGHT);
      readings.push(reading(entity, f, at, surprise, waits));
    }
    return { readings, judged };
  }

  /** By entity; of all that are followed hardly any fails for so long. */
  function failingRuns(minute: Timestamp): [EntityId, number][] {
    const f = rows.fields;
    const runs: [EntityId, number][] = [];
    for (const [key, row] of rows.entries()) {
      const at = row * STRIDE;
      // No request since is no all-clear: the run goes on until one is answered, or none has come for long.
      if (f[at + RUN]! < LEAST_RUN || minute - f[at + LAST_MINUTE]! >= LONGEST_GAP_MS) continue;
      if (f[at + REQUESTS]! >= MOST_PER_MINUTE * f[at + RUN]!) continue;
      runs.push([key as EntityId, at]);
    }
    return runs.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  function learn(at: number, { sent, failed, noCaller }: Minute, minute: Timestamp): void {
    const f = rows.fields;
    const isFailing = failed === sent;
    const goesOn = f[at + RUN]! > 0 && minute - f[at + LAST_MINUTE]! < LONGEST_GAP_MS;
    for (const field of [AFTER_GOOD, FIRST_FAILING, AFTER_FAILING, FURTHER_FAILING]) f[at + field]! *= DECAY;
    if (!(goesOn && isFailing)) {
      teachRun(f, at, goesOn);
      f[at + RUN_FROM] = minute;
      f[at + RUN] = f[at + REQUESTS] = f[at + NO_CALLER] = 0;
    }
    if (!goesOn) {
      f[at + AFTER_GOOD]! += 1;
      if (isFailing) f[at + FIRST_FAILING]! += 1;
    }
    if (isFailing) f[at + RUN]! += 1;
    f[at + REQUESTS]! += sent;
    f[at + NO_CALLER]! += noCaller;
    f[at + LAST_MINUTE] = minute;
  }

  function forget(minute: Timestamp): void {
    for (const [key, row] of [...rows.entries()])
      if (minute - rows.fields[row * STRIDE + LAST_MINUTE]! >= 7 * DAY) rows.delete(key);
  }

  return { step, snapshot: () => rows.snapshot() };
}

/** The run that is over; `isAnswered`: by a good minute, and not because nothing came any more. */
function teachRun(f: Float64Array, at: number, isAnswered: boolean): void {
  if (f[at + RUN] === 0) return;
  const further = f[at + RUN]! > TEACHES_RUN ? OUTAGE_TEACHES : f[at + RUN]! - 1;
  f[at + FURTHER_FAILING]! += further;
  f[at + AFTER_FAILING]! += further + (isAnswered ? 1 : 0);
}

/** -log10 of the probability that so many failing minutes follow a good one; 0 while too little was seen. */
function surpriseOfRun(f: Float64Array, at: number): number {
  if (f[at + AFTER_GOOD]! < KNOWN_GOOD) return 0;
  const first = (f[at + FIRST_FAILING]! + 1) / (f[at + AFTER_GOOD]! + PRIOR_GOOD);
  const further = (f[at + FURTHER_FAILING]! + 1) / (f[at + AFTER_FAILING]! + PRIOR_FAILING);
  const surprise = -Math.log10(Math.min(1, first)) - (f[at + RUN]! - 1) * Math.log10(Math.min(1, further));
  return Math.min(MAX_SURPRISE, surprise);
}

function reading(entity: EntityId, f: Float64Array, at: number, surprise: number, waits: WaitsNow): Reading {
  const isUserFacing = f[at + NO_CALLER]! >= f[at + REQUESTS]! / 2;
  const isExpected = waits.isStarting(entity) || waits.isCold(entity);
  return {
    entity,
    signal: 'traces',
    kind: 'errors',
    // The same as the share of a minute: whichever is more surprising speaks for both.
    measure: 'request errors',
    surprise,
    rank: surprise,
    direction: 'up',
    observed: 1,
    expected: (f[at + FIRST_FAILING]! + 1) / (f[at + AFTER_GOOD]! + PRIOR_GOOD),
    unit: 'share',
    source: { kind: 'spans' },
    weight: WEIGHT,
    isServiceLevel: true,
    isHarm: true,
    isSettled: true,
    isRolloutNoise: false,
    isHard: false,
    marks: [...(isExpected ? (['expected'] as const) : []), ...(isUserFacing ? (['user-facing'] as const) : [])],
    onset: f[at + RUN_FROM]!,
  };
}

/** Requests served in the minute as they were sent: chance acts on those. What waits by design may end in an error. */
function addUp(frame: MinuteFrame): Map<EntityId, Minute> {
  const served = new Map<EntityId, Minute>();
  for (const { side, entity, operation, sampled, sampledErrors, peer } of frame.spans) {
    if (side !== 'server' || sampled === 0 || isWaiting(operation)) continue;
    const known = served.get(entity) ?? { sent: 0, failed: 0, noCaller: 0 };
    known.sent += sampled;
    known.failed += sampledErrors;
    if (peer === '') known.noCaller += sampled;
    served.set(entity, known);
  }
  return served;
}
