import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { addShadowOdds } from './add-shadow-odds.ts';
import { DEFAULT_OBJECTIVES } from './failure-conditions/request-conditions.ts';
import { type Judgement, judgeCandidate } from './judge-candidate.ts';
import { judgePrecursor } from './judge-precursor.ts';
import { judgeRecurrence } from './judge-recurrence.ts';
import { callDeadlines, issueCalls, reviseCalls } from './keep-calls.ts';
import { type FailureOnset, failuresOf, hasFailure, labelFailures } from './label-failures.ts';
import { addExposure, recordOf, refitDaily } from './learnt-record.ts';
import { sampledRows } from './ledger-rows.ts';
import { matureForecasts, type PendingForecast } from './mature-forecasts.ts';
import { append, appendRow, keyOf, type Minute, rowFacts } from './minute.ts';
import { noteTold } from './note-told.ts';
import { pairKey } from './pair-key.ts';
import { followPrecursors, foreshadowedNow, unfollowedSigns } from './precursors/precursors.ts';
import { signsOf } from './precursors/sign.ts';
import type { PredictionInput, PredictionOptions, PredictionStep } from './prediction-input.ts';
import {
  createPredictionState,
  forgetGone,
  type PredictionState,
  restoreState,
  saveState,
} from './prediction-state.ts';
import { followRecurrence, recurringNow } from './recurrence/recurring-failures.ts';
import { countScore, UNASKED } from './score-ranks.ts';
import { actedAsTold, wasActedUpon } from './told-calls.ts';
import { trackResources } from './track-resources.ts';
import { followTraffic } from './traffic-history.ts';

/**
 * What is coming, minute by minute: labels what failed, follows what fills up, revises the open calls, issues new
 * ones, and writes all of it for the ledger. It must never read a clock, an alert, or an outcome before its time.
 */
export interface PredictionEngine {
  /** Minutes must come in order, each once. */
  step(input: PredictionInput): PredictionStep;
  /** All that is remembered; an engine made of it continues as this one would. */
  snapshot(): Uint8Array;
}

const DEFAULTS: PredictionOptions = {
  historyUntil: 0,
  usualFixTime: 15 * MINUTE,
  objectives: DEFAULT_OBJECTIVES,
  firstSequence: 1,
};

/** The horizon whose scores are ranked for the bands: the longest that is calibrated. */
const RANKED = 5;

export function createPrediction(options: Partial<PredictionOptions> = {}, snapshot?: Uint8Array): PredictionEngine {
  const settled = { ...DEFAULTS, ...options };
  const state = (snapshot && restoreState(snapshot)) ?? createPredictionState(settled.firstSequence);
  return {
    step: (input) => stepMinute(state, settled, input),
    snapshot: () => saveState(state),
  };
}

function stepMinute(state: PredictionState, options: PredictionOptions, input: PredictionInput): PredictionStep {
  const { frame, now } = input;
  const minuteNumber = Math.round(frame.minute / MINUTE);
  if (input.isUnderDrill) state.drilledAt = now;
  const labels = labelFailures(state.labels, { ...input, objectives: options.objectives });
  const tracked = trackResources(state.resources, input.bounded, labels.onsets, now, minuteNumber);
  followTraffic(state.traffic, new Set(input.bounded.map(({ entity }) => entity)), frame, minuteNumber);
  const day = Math.floor(now / DAY);
  refitDaily(state.learnt, day, now);
  if (minuteNumber % 60 === 0) forgetGone(state, now);

  for (const key of tracked.reported.keys()) state.lastSeen.set(key, now);
  const judgements = new Map<string, Judgement>();
  const anomalies = byEntity(input.open);
  const called = new Set(state.calls.map(({ prediction }) => keyOf(prediction)));
  for (const key of [...tracked.candidates.keys()].sort()) {
    const candidate = tracked.candidates.get(key)!;
    if (hasFailure(state.labels, candidate.entity, candidate.failure)) continue;
    judgements.set(
      key,
      judgeCandidate(candidate, {
        record: recordOf(state.learnt, candidate.failure),
        exposure: state.learnt.exposure.get(candidate.failure),
        anomalies: anomalies.get(candidate.entity) ?? [],
        traffic: state.traffic.get(candidate.entity),
        now,
        hasCall: called.has(key),
      }),
    );
  }
  const natural = input.isUnderDrill ? [] : labels.onsets;
  followRecurrence(state.recurring, {
    now,
    onsets: natural,
    isOpen: (entity, failure) => hasFailure(state.labels, entity, failure),
  });
  followSigns(state, options, input, natural);
  const foreshadowed = foreshadowedNow(state.precursors, now);
  // Of every pair it is known each minute whether it fails: what is not spoken of is unasked, and not missing.
  const reported = new Map([...tracked.reported, ...state.recurring.pairs, ...state.precursors.pairs]);
  for (const recurring of recurringNow(state.recurring, now)) {
    const { entity, failure, key } = recurring;
    if (hasFailure(state.labels, entity, failure)) continue;
    const exposure = state.learnt.exposure.get(failure);
    judgements.set(key, judgeRecurrence(recurring, { record: recordOf(state.learnt, failure), exposure, now }));
  }
  const precursors = new Map<string, Judgement>();
  for (const seen of foreshadowed) {
    const { entity, failure, key } = seen;
    // A resource that fills up tells of itself; of two others the one that says more.
    const other = judgements.get(key);
    if (hasFailure(state.labels, entity, failure)) continue;
    const exposure = state.learnt.exposure.get(failure);
    const judgement = judgePrecursor(seen, { record: recordOf(state.learnt, failure), exposure, now });
    precursors.set(key, judgement);
    if (other?.tier === 'exhaustion') continue;
    if (!other || judgement.curve[RANKED]! >= other.curve[RANKED]!) judgements.set(key, judgement);
  }
  addShadowOdds(state, judgements, {
    input,
    onsets: labels.onsets,
    candidates: tracked.candidates,
    precursors,
    anomaliesOf: anomalies,
  });
  const onsets = new Map(labels.onsets.map((onset) => [pairKey(onset.entity, onset.failure), onset]));
  const minute: Minute = { input, options, day, onsets, judgements, reported, predictions: [], ledger: [] };
  noteTold(state, minute.ledger, input.told ?? []);
  countExposure(state, minute);
  resolvePending(state, minute);
  noteUnpredicted(state, minute, natural);
  reviseCalls(state, minute);
  issueCalls(state, minute);
  callDeadlines(state, minute);
  sampleForecasts(state, minute);
  const { predictions, ledger } = minute;
  return {
    predictions,
    ledger,
    exhaustion: tracked.exhaustion,
    onsets: labels.onsets,
    unfollowedSigns: unfollowedSigns(state.precursors) + state.hazard.refused,
  };
}

function followSigns(
  state: PredictionState,
  options: PredictionOptions,
  { frame, open, now, dataTrust, isUnderDrill }: PredictionInput,
  onsets: readonly FailureOnset[],
): void {
  const { precursors, labels } = state;
  // What waits to be decided teaches nothing where somebody acted meanwhile, also when only people know of it.
  const actedAt = actedAsTold(state.actedAt, state.told);
  const failing = failuresOf(labels);
  followPrecursors(precursors, {
    now,
    isBlind: dataTrust.share < DATA_TRUST_FLOOR,
    signs: isUnderDrill ? [] : signsOf(frame, open, precursors.openBefore),
    onsets,
    failing: (entity) => failing.get(entity) ?? [],
    actedAt,
    drilledAt: state.drilledAt,
    historyUntil: options.historyUntil,
  });
  precursors.openBefore = new Set(open.map(({ id }) => id));
}

function byEntity(open: readonly Anomaly[]): Map<EntityId, Anomaly[]> {
  const groups = new Map<EntityId, Anomaly[]>();
  for (const anomaly of open) {
    const group = groups.get(anomaly.entity);
    if (group) group.push(anomaly);
    else groups.set(anomaly.entity, [anomaly]);
  }
  return groups;
}

/** Minutes at risk, events and scores: what base rates and bands are made of. */
function countExposure(state: PredictionState, { input, reported, judgements, onsets, day }: Minute): void {
  if (input.isUnderDrill) return;
  for (const [key, { entity, failure }] of reported) {
    if (hasFailure(state.labels, entity, failure)) continue;
    addExposure(state.learnt, failure, 0, 1);
    countScore(recordOf(state.learnt, failure).ranks, day, judgements.get(key)?.curve[RANKED] ?? UNASKED);
  }
  for (const { failure } of onsets.values()) addExposure(state.learnt, failure, 1, 0);
}

function resolvePending(state: PredictionState, { input, onsets, ledger }: Minute): void {
  const { lastSeen, actedAt, learnt } = state;
  const facts = {
    now: input.now,
    onsets,
    lastSeen,
    actedAt,
    drilledAt: state.drilledAt,
    recordOf: (failure: Failure) => recordOf(learnt, failure),
    wasActedUpon: (forecast: PendingForecast, onset: Timestamp | undefined) =>
      wasActedUpon(state.told, forecast, onset),
  };
  for (const outcome of matureForecasts(state.pending, facts)) append(state, ledger, outcome);
}

function noteUnpredicted(state: PredictionState, { ledger }: Minute, onsets: readonly FailureOnset[]): void {
  const called = new Set(state.calls.map(({ prediction }) => keyOf(prediction)));
  for (const { entity, failure, onset } of onsets) {
    if (called.has(pairKey(entity, failure))) continue;
    append(state, ledger, { type: 'unpredicted', entity, failure, onsetAt: onset });
  }
}

function sampleForecasts(state: PredictionState, minute: Minute): void {
  const shown = new Set(minute.predictions.map(keyOf));
  for (const [key, judgement] of minute.judgements) {
    if (shown.has(key)) continue;
    const rows = sampledRows(judgement, rowFacts(state, minute, judgement.failure));
    for (const row of rows) appendRow(state, minute.ledger, row);
  }
}
