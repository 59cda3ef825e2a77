import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { DAY, type DurationMs, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { hashText } from '../../statistics/counter-hash.ts';
import { baseProbability, type Exposure } from '../base-rate.ts';
import { HORIZONS } from '../horizons.ts';
import type { FailureOnset } from '../label-failures.ts';
import { pairKey } from '../pair-key.ts';
import { valueAt } from '../resource-history.ts';
import type { Tier } from '../tier.ts';
import type { Candidate } from '../track-resources.ts';
import type { TreesRow } from '../trees/trees-row.ts';
import { binLogits, type HazardFacts, hazardRows } from './hazard-features.ts';
import {
  fadeModel,
  type HazardModel,
  hazardCurve,
  learnHazard,
  modelOf,
  ROW_EVERY,
  stackedCurve,
  type Tiers,
} from './hazard-model.ts';

/**
 * The hazard and the stack beside every judgement, in shadow: they go into the ledger, where they can be scored, and
 * are shown to nobody. In: judgements, anomalies and changes; onsets teach when the longest horizon is over.
 */

const LONGEST = HORIZONS.at(-1)!;
/** Without so much of a horizon nobody can say what came. */
const BLIND_FROM = 0.2 * LONGEST;
const CHANGE_KEPT = HOUR;
const MOST_ROWS = 20_000;

export interface WaitingRow {
  readonly key: string;
  readonly failure: Failure;
  readonly time: Timestamp;
  readonly rows: readonly Float64Array[];
  readonly tiers: Tiers;
  /** Absent in snapshots of older versions. */
  readonly beside?: TreesRow;
  blind: DurationMs;
}

/** A row that taught: what came of it within the longest horizon is known. */
export interface TaughtRow extends Pick<WaitingRow, 'key' | 'failure' | 'time' | 'tiers' | 'beside'> {
  /** `undefined` when nothing came. */
  readonly lead: DurationMs | undefined;
}

/** Plain data. */
export interface ShadowHazard {
  readonly models: Map<Failure, HazardModel>;
  /** By entity and failure, oldest first. */
  readonly waiting: Map<string, WaitingRow[]>;
  readonly changedAt: Map<EntityId, Timestamp>;
  count: number;
  day: number;
  last: Timestamp;
  /** Rows that teach nothing because too many wait. */
  refused: number;
}

export function createShadowHazard(): ShadowHazard {
  return { models: new Map(), waiting: new Map(), changedAt: new Map(), count: 0, day: 0, last: 0, refused: 0 };
}

export interface LearningFacts {
  readonly now: Timestamp;
  readonly isBlind: boolean;
  readonly frame: MinuteFrame;
  readonly onsets: readonly FailureOnset[];
  readonly actedAt: ReadonlyMap<string, Timestamp>;
  /** When a fault was last made on purpose. */
  readonly drilledAt?: Timestamp | undefined;
}

/** Learns from what is decided, before anything is asked of this minute; gives what it learnt from. */
export function learnDecided(
  state: ShadowHazard,
  { now, isBlind, frame, onsets, actedAt, drilledAt = 0 }: LearningFacts,
): TaughtRow[] {
  const taught: TaughtRow[] = [];
  const elapsed = state.last === 0 ? 0 : now - state.last;
  state.last = now;
  for (const { entity, time } of frame.changes) state.changedAt.set(entity, time);
  for (const [entity, time] of state.changedAt) if (now - time > CHANGE_KEPT) state.changedAt.delete(entity);
  const cameAt = new Map(onsets.map(({ entity, failure, onset }) => [pairKey(entity, failure), onset]));
  for (const key of [...state.waiting.keys()].sort()) {
    const onset = cameAt.get(key);
    const rest: WaitingRow[] = [];
    for (const row of state.waiting.get(key)!) {
      if (isBlind) row.blind += elapsed;
      if (onset === undefined && row.time + LONGEST > now) rest.push(row);
      else if (row.blind <= BLIND_FROM && Math.max(actedAt.get(key) ?? 0, drilledAt) <= row.time)
        taught.push(...teach(state, row, onset));
    }
    state.count += rest.length - state.waiting.get(key)!.length;
    if (rest.length > 0) state.waiting.set(key, rest);
    else state.waiting.delete(key);
  }
  const day = Math.floor(now / DAY);
  if (day !== state.day) for (const model of state.models.values()) fadeModel(model);
  state.day = day;
  return taught;
}

function teach(state: ShadowHazard, row: WaitingRow, onset: Timestamp | undefined): TaughtRow[] {
  const { failure, rows, tiers, time } = row;
  const lead = onset === undefined ? undefined : onset - time;
  // What had begun when it was asked was not foretold.
  if (lead !== undefined && lead <= 0) return [];
  learnHazard(modelOf(state.models, failure), rows, tiers, lead, ROW_EVERY);
  return [{ ...row, lead }];
}

export interface HazardQuestion {
  readonly entity: EntityId;
  readonly failure: Failure;
  readonly tier: Tier;
  /** Of the tier with its evidence, by horizon. */
  readonly stacked: readonly number[];
  readonly candidate: Candidate | undefined;
  /** Of the precursor that was seen lately, by horizon. */
  readonly precursor: readonly number[] | undefined;
  readonly exposure: Exposure | undefined;
  readonly frame: MinuteFrame;
  readonly anomaliesOf: ReadonlyMap<EntityId, readonly Anomaly[]>;
  readonly now: Timestamp;
}

/** By horizon of `HORIZONS`. */
export interface ShadowOdds {
  readonly hazard: readonly number[];
  readonly stack: readonly number[];
  /** Absent where none speak. */
  readonly trees?: readonly number[];
}

/** What trees make of the facts of the question. */
export type AskTrees = (facts: HazardFacts) => TreesAnswer;

export interface TreesAnswer extends Pick<TreesRow, 'codes' | 'said'> {
  /** The stack may read what they said. */
  readonly proven: boolean;
}

export function askHazard(state: ShadowHazard, question: HazardQuestion, askTrees: AskTrees): ShadowOdds {
  const { entity, failure, tier, stacked, exposure, now } = question;
  const model = modelOf(state.models, failure);
  const base = HORIZONS.map((horizon) => baseProbability(failure, exposure, horizon));
  const facts = factsOf(state, question, base);
  const rows = hazardRows(facts);
  const hazard = hazardCurve(model, rows);
  const { codes, said, proven } = askTrees(facts);
  const trees = said && { trees: said.calibrated };
  const judged = tier === 'precursor' ? base : stacked.slice(0, HORIZONS.length);
  const tiers = { judged, hazard, precursor: question.precursor?.slice(0, HORIZONS.length) ?? base };
  const key = pairKey(entity, failure);
  if ((Math.round(now / MINUTE) + hashText(key)) % (ROW_EVERY / MINUTE) === 0) {
    const beside = { codes, ...(said && { said }) };
    wait(state, { key, failure, time: now, rows, tiers: { ...tiers, ...trees }, beside, blind: 0 });
  }
  return { hazard, stack: stackedCurve(model, proven ? { ...tiers, ...trees } : tiers), ...trees };
}

function wait(state: ShadowHazard, row: WaitingRow): void {
  if (state.count >= MOST_ROWS) {
    state.refused += 1;
    return;
  }
  const own = state.waiting.get(row.key);
  if (own) own.push(row);
  else state.waiting.set(row.key, [row]);
  state.count += 1;
}

function factsOf(state: ShadowHazard, question: HazardQuestion, base: readonly number[]): HazardFacts {
  const { entity, candidate, frame, anomaliesOf, now, tier, stacked } = question;
  const callees = frame.topology.relations.filter(({ from, kind }) => from === entity && kind === 'calls');
  const level = candidate && valueAt(candidate.history, candidate.history.last);
  const left = candidate && level !== undefined ? candidate.onsetLevel - level : undefined;
  const slope = candidate?.history.leading?.slope;
  return {
    now,
    base: binLogits(base),
    resource: tier === 'exhaustion' ? binLogits(stacked) : undefined,
    headroom: level === undefined ? undefined : 1 - level,
    reach: left !== undefined && slope ? (left / slope) * MINUTE : undefined,
    own: anomaliesOf.get(entity) ?? [],
    callees: callees.flatMap(({ to }) => anomaliesOf.get(to) ?? []),
    changedAt: state.changedAt.get(entity),
  };
}
