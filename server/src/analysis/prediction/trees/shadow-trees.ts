import { type Failure, failures } from '@foreshock/model/failure.ts';
import { DAY, type DurationMs, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { hashText } from '../../statistics/counter-hash.ts';
import { poolAdjacentViolators } from '../../statistics/pool-adjacent-violators.ts';
import { addMatured, type Calibrator, calibrated, createCalibrator, refit } from '../calibrate.ts';
import { ROW_EVERY } from '../hazard/hazard-model.ts';
import type { TaughtRow, TreesAnswer } from '../hazard/shadow-hazard.ts';
import { HORIZONS } from '../horizons.ts';
import type { FailureOnset } from '../label-failures.ts';
import { logit } from '../odds-math.ts';
import { pairKey } from '../pair-key.ts';
import { boostOnce } from './boost-trees.ts';
import { createRowStore, forgetBefore, keepRow, type RowStore } from './row-store.ts';
import { modelOfFit, startFit, type TreesFit, type TreesModel, treesCurve } from './train-trees.ts';
import { KEPT_CODES, type TreeFacts, treeCodes } from './tree-features.ts';
import { addLosses, type DayLosses, isProven } from './walk-forward.ts';

/**
 * Trees beside the hazard, in shadow: they go into the ledger, and into the stack once they were better than the hazard on
 * rows that they had not learnt from. In: decided rows of the hazard. They are trained anew once a day, one tree a minute,
 * so that no minute waits for them.
 */

const MOST_CAME = 12_000;
const MOST_QUIET = 6_000;
const KEPT_FOR = 90 * DAY;
const MOST_PAIRS = 5_000;
/** Failures of one kind that begin so close to one another are one: a node that dies takes forty pods along. */
const TOGETHER: DurationMs = 15 * MINUTE;

/** Plain data. */
interface FailureTrees {
  readonly came: RowStore;
  readonly quiet: RowStore;
  /** Failures that came apart so far, and when the latest of them was last seen to begin. */
  groups: number;
  groupAt: Timestamp;
  /** Day of the last fit that was begun or refused. */
  triedDay: number;
  model?: TreesModel;
  /** By horizon. */
  readonly calibrators: readonly Calibrator[];
  readonly losses: DayLosses[];
  /** Better than the hazard and than the mere rate on rows that came later. */
  proven: boolean;
}

/** Plain data. */
export interface ShadowTrees {
  readonly byFailure: Map<Failure, FailureTrees>;
  /** When a failure last began, by entity and failure, the oldest first. */
  readonly failedAt: Map<string, Timestamp>;
  fit?: { readonly failure: Failure; readonly state: TreesFit };
  day: number;
}

export function createShadowTrees(): ShadowTrees {
  return { byFailure: new Map(), failedAt: new Map(), day: 0 };
}

/** Nothing is said until trees were found that say more than the mere rate. */
export function askTrees(
  state: ShadowTrees,
  failure: Failure,
  key: string,
  facts: Omit<TreeFacts, 'failedAt'>,
): TreesAnswer {
  const codes = treeCodes({ ...facts, failedAt: state.failedAt.get(key) });
  const own = state.byFailure.get(failure);
  if (!own?.model || own.model.trees.length === 0) return { codes, proven: false };
  const raw = treesCurve(own.model, codes);
  const calibrate = (curve: readonly number[]): number[] =>
    poolAdjacentViolators(curve.map((probability, bin) => calibrated(own.calibrators[bin], probability)));
  const rate = calibrate(treesCurve({ ...own.model, trees: [] }, codes));
  return { codes, said: { raw, calibrated: calibrate(raw), rate }, proven: own.proven };
}

export interface TreesMinute {
  readonly now: Timestamp;
  /** What the hazard learnt from in this minute. */
  readonly taught: readonly TaughtRow[];
  readonly onsets: readonly FailureOnset[];
}

/** Learns what was decided, and grows at most one tree. */
export function followTrees(state: ShadowTrees, { now, taught, onsets }: TreesMinute): void {
  for (const { entity, failure, onset } of onsets) {
    remember(state, pairKey(entity, failure), onset);
    const own = ofFailure(state, failure);
    if (onset - own.groupAt > TOGETHER) own.groups += 1;
    own.groupAt = Math.max(own.groupAt, onset);
  }
  const day = Math.floor(now / DAY);
  for (const row of taught) learnRow(state, row, day);
  if (day !== state.day) startDay(state, now);
  state.day = day;
  train(state, day);
}

function learnRow(state: ShadowTrees, { key, failure, time, tiers, lead, beside }: TaughtRow, day: number): void {
  if (!beside) return;
  const own = ofFailure(state, failure);
  const { codes, said } = beside;
  const group = lead === undefined ? 0 : own.groups;
  const store = lead === undefined ? own.quiet : own.came;
  keepRow(store, { codes, time, lead: lead ?? Number.POSITIVE_INFINITY, group, pair: hashText(key) });
  if (!said) return;
  const odds = { trees: said.calibrated, hazard: tiers.hazard, rate: said.rate };
  addLosses(own.losses, day, { ...odds, lead, group, every: ROW_EVERY });
  for (const [bin, horizon] of HORIZONS.entries()) {
    const y = lead !== undefined && lead <= horizon ? 1 : 0;
    addMatured(own.calibrators[bin]!, {
      time,
      z: logit(said.raw[bin]!),
      y,
      weight: ROW_EVERY / Math.max(ROW_EVERY, horizon),
    });
  }
}

function startDay({ byFailure }: ShadowTrees, now: Timestamp): void {
  for (const [failure, own] of byFailure) {
    forgetBefore(own.came, now - KEPT_FOR);
    forgetBefore(own.quiet, now - KEPT_FOR);
    for (const calibrator of own.calibrators) refit(calibrator, now);
    own.proven = isProven(own.losses, hashText(failure));
  }
}

/** One tree of the fit that is under way, or the beginning of the next one that is due. */
function train(state: ShadowTrees, day: number): void {
  const { fit, byFailure } = state;
  if (fit) {
    boostOnce(fit.state.boosting);
    if (!fit.state.boosting.isOver) return;
    ofFailure(state, fit.failure).model = modelOfFit(fit.state);
    delete state.fit;
    return;
  }
  const failure = failures.find((one) => (byFailure.get(one)?.triedDay ?? day) < day);
  if (!failure) return;
  const own = byFailure.get(failure)!;
  own.triedDay = day;
  const begun = startFit([own.came, own.quiet], { seed: hashText(`${failure} ${day}`), every: ROW_EVERY });
  if (begun) state.fit = { failure, state: begun };
}

function ofFailure({ byFailure }: ShadowTrees, failure: Failure): FailureTrees {
  const known = byFailure.get(failure);
  if (known) return known;
  const own: FailureTrees = {
    came: createRowStore(KEPT_CODES, MOST_CAME),
    quiet: createRowStore(KEPT_CODES, MOST_QUIET),
    groups: 0,
    groupAt: 0,
    triedDay: 0,
    calibrators: HORIZONS.map(() => createCalibrator()),
    losses: [],
    proven: false,
  };
  byFailure.set(failure, own);
  return own;
}

function remember({ failedAt }: ShadowTrees, key: string, onset: Timestamp): void {
  failedAt.delete(key);
  failedAt.set(key, onset);
  if (failedAt.size > MOST_PAIRS) failedAt.delete(failedAt.keys().next().value!);
}
