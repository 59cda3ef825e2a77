import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { DAY, MINUTE } from '@foreshock/model/time.ts';
import { changedEntities, isActedUpon } from './acted-upon.ts';
import { DEFAULT_OBJECTIVES } from './failure-conditions/request-conditions.ts';
import { judgeDeadline } from './failure-predictors/deadline.ts';
import { headlineOf, type Judgement, judgeCandidate, mayIssue } from './judge-candidate.ts';
import { type FailureOnset, hasFailure, labelFailures } from './label-failures.ts';
import { addEpisode, addExposure, recordOf, refitDaily } from './learnt-record.ts';
import { type ForecastRow, type RowFacts, sampledRows, shownRow } from './ledger-rows.ts';
import { addPending, matureForecasts } from './mature-forecasts.ts';
import { pairKey } from './pair-key.ts';
import { callDeadline } from './predict-deadlines.ts';
import type { PredictionInput, PredictionOptions, PredictionStep } from './prediction-input.ts';
import { createPredictionState, type PredictionState, restoreState, saveState } from './prediction-state.ts';
import type { OpenCall } from './resolve-predictions.ts';
import { reviseCall } from './revise-call.ts';
import { countScore } from './score-ranks.ts';
import { MATURED_FROM } from './threshold.ts';
import { type TrackedMinute, trackResources } from './track-resources.ts';
import { followTraffic } from './traffic-history.ts';
import { describeJudgement, issuePrediction, type WritingFacts } from './write-prediction.ts';

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
/** Score of a resource that was not worth asking about. */
const UNASKED = 0.0005;

export function createPrediction(options: Partial<PredictionOptions> = {}, snapshot?: Uint8Array): PredictionEngine {
  const settled = { ...DEFAULTS, ...options };
  const state = (snapshot && restoreState(snapshot)) ?? createPredictionState(settled.firstSequence);
  return {
    step: (input) => stepMinute(state, settled, input),
    snapshot: () => saveState(state),
  };
}

/** What one minute passes along. */
interface Minute {
  readonly input: PredictionInput;
  readonly options: PredictionOptions;
  readonly day: number;
  readonly onsets: ReadonlyMap<string, FailureOnset>;
  readonly judgements: ReadonlyMap<string, Judgement>;
  /** Entity and failure of every bounded resource that reported. */
  readonly reported: TrackedMinute['reported'];
  readonly predictions: Prediction[];
  readonly ledger: LedgerEntry[];
}

function stepMinute(state: PredictionState, options: PredictionOptions, input: PredictionInput): PredictionStep {
  const { frame, now } = input;
  const minuteNumber = Math.round(frame.minute / MINUTE);
  const labels = labelFailures(state.labels, { ...input, objectives: options.objectives });
  const tracked = trackResources(state.resources, input.bounded, labels.onsets, now, minuteNumber);
  followTraffic(state.traffic, new Set(input.bounded.map(({ entity }) => entity)), frame, minuteNumber);
  const day = Math.floor(now / DAY);
  refitDaily(state.learnt, day, now);

  const { reported } = tracked;
  for (const key of reported.keys()) state.lastSeen.set(key, now);
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
  const onsets = new Map(labels.onsets.map((onset) => [pairKey(onset.entity, onset.failure), onset]));
  const minute: Minute = { input, options, day, onsets, judgements, reported, predictions: [], ledger: [] };
  countExposure(state, minute);
  resolvePending(state, minute);
  noteUnpredicted(state, minute, labels.onsets);
  reviseCalls(state, minute);
  issueCalls(state, minute);
  callDeadlines(state, minute);
  sampleForecasts(state, minute);
  const { predictions, ledger } = minute;
  return { predictions, ledger, exhaustion: tracked.exhaustion, onsets: labels.onsets };
}

function keyOf({ entity, failure }: Prediction): string {
  return pairKey(entity, failure);
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
function countExposure(state: PredictionState, { reported, judgements, onsets, day }: Minute): void {
  for (const [key, { entity, failure }] of reported) {
    if (hasFailure(state.labels, entity, failure)) continue;
    addExposure(state.learnt, failure, 0, 1);
    countScore(recordOf(state.learnt, failure).ranks, day, judgements.get(key)?.curve[RANKED] ?? UNASKED);
  }
  for (const { failure } of onsets.values()) addExposure(state.learnt, failure, 1, 0);
}

function append(state: PredictionState, ledger: LedgerEntry[], entry: LedgerEntry): number {
  ledger.push(entry);
  state.sequence += 1;
  return state.sequence - 1;
}

function appendRow(state: PredictionState, ledger: LedgerEntry[], { entry, pending }: ForecastRow): number {
  const row = append(state, ledger, entry);
  addPending(state.pending, { ...pending, row });
  return row;
}

function resolvePending(state: PredictionState, { input, onsets, ledger }: Minute): void {
  const { lastSeen, actedAt, learnt } = state;
  const facts = {
    now: input.now,
    onsets,
    lastSeen,
    actedAt,
    recordOf: (failure: Failure) => recordOf(learnt, failure),
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

function rowFacts(state: PredictionState, { input }: Minute, failure: Failure): RowFacts {
  return { record: recordOf(state.learnt, failure), now: input.now, completeness: input.dataTrust.share };
}

function writingFacts(state: PredictionState, minute: Minute, failure: Failure): WritingFacts {
  const { input, options, day } = minute;
  return {
    record: recordOf(state.learnt, failure),
    exposure: state.learnt.exposure.get(failure),
    dataTrust: input.dataTrust,
    usualFixTime: options.usualFixTime,
    now: input.now,
    day,
  };
}

function reviseCalls(state: PredictionState, minute: Minute): void {
  const { input, judgements, onsets, reported } = minute;
  const changed = changedEntities(input.frame, input.marks);
  const standing: OpenCall[] = [];
  for (const call of state.calls) {
    const { entity, failure } = call.prediction;
    const key = pairKey(entity, failure);
    const judgement = judgements.get(key);
    const record = recordOf(state.learnt, failure);
    const acted = isActedUpon(entity, changed, input.frame.topology);
    if (acted) state.actedAt.set(key, input.now);
    const unasked = reported.has(key) ? UNASKED : undefined;
    const facts = {
      now: input.now,
      probability: call.headline < 0 ? 1 : (judgement?.curve[call.headline] ?? unasked),
      threshold: record.threshold,
      dataTrust: input.dataTrust.share,
      onset: onsets.get(key)?.onset,
      acted,
    };
    const writing = writingFacts(state, minute, failure);
    const revised = reviseCall(call, judgement, call.headline, facts, writing, input.marks);
    const next = revised.changed ? tell(state, minute, revised.call, judgement) : revised.call;
    if (next.prediction.state === 'closed') closeCall(state, minute, next);
    else standing.push(next);
  }
  state.calls = standing;
}

/** Gives a revision to the caller, and to the ledger when it says something about the odds. */
function tell(state: PredictionState, minute: Minute, call: OpenCall, judgement: Judgement | undefined): OpenCall {
  let { prediction } = call;
  const speaks = prediction.state !== 'closed' && prediction.state !== 'frozen';
  if (judgement && call.headline >= 0 && speaks) {
    const row = shownRow(prediction, judgement, rowFacts(state, minute, prediction.failure));
    prediction = { ...prediction, ledgerSequence: appendRow(state, minute.ledger, row) };
  }
  minute.predictions.push(prediction);
  return { ...call, prediction };
}

function closeCall(
  state: PredictionState,
  { options }: Minute,
  { prediction, issued, called, headline }: OpenCall,
): void {
  const { id, failure, outcome, issuedAt } = prediction;
  if (headline < 0 || (outcome !== 'hit' && outcome !== 'miss')) return;
  const source = issuedAt < options.historyUntil ? 'replay' : 'ledger';
  addEpisode(recordOf(state.learnt, failure), { prediction: id, issued, called, hit: outcome === 'hit', source });
}

function issueCalls(state: PredictionState, minute: Minute): void {
  if (minute.input.dataTrust.share < DATA_TRUST_FLOOR) return;
  const standing = new Set<string>();
  for (const { prediction } of state.calls) if (prediction.state !== 'withdrawn') standing.add(keyOf(prediction));
  for (const [key, judgement] of minute.judgements) {
    const { entity, failure } = judgement.candidate;
    const record = recordOf(state.learnt, failure);
    const headline = headlineOf(judgement, record.threshold);
    if (standing.has(key) || headline === undefined || !mayIssue(judgement, headline)) continue;
    const stage = record.episodes.length < MATURED_FROM ? 'shadow' : 'active';
    const contents = describeJudgement(judgement, headline, writingFacts(state, minute, failure));
    const prediction = issuePrediction(entity, failure, stage, contents);
    const probability = judgement.curve[headline]!;
    const call = openCall(prediction, headline, probability, stage);
    state.calls.push(tell(state, minute, call, judgement));
  }
}

function openCall(
  prediction: Prediction,
  headline: number,
  probability: number,
  thawsTo: 'shadow' | 'active',
): OpenCall {
  return {
    prediction,
    end: prediction.issuedAt + prediction.odds.horizon,
    headline,
    issued: probability,
    told: probability,
    called: probability,
    lowSince: 0,
    missingMinutes: 0,
    actedAt: 0,
    thawsTo,
  };
}

/** A renewed certificate was acted upon; an overdue one is called once, with its date. */
function callDeadlines(state: PredictionState, minute: Minute): void {
  const { input, options } = minute;
  for (const deadline of input.deadlines) {
    const judged = judgeDeadline(state.deadlines, deadline, input.now);
    const open = state.calls.find((call) => call.headline < 0 && isAbout(call.prediction, deadline.series));
    if (open && judged.renewed && open.prediction.deadline! < deadline.at) {
      state.calls = state.calls.filter((call) => call !== open);
      const { revision } = open.prediction;
      const closed = { state: 'closed', outcome: 'acted', closedAt: input.now, updatedAt: input.now } as const;
      minute.predictions.push({ ...open.prediction, ...closed, revision: revision + 1 });
      continue;
    }
    const failing = hasFailure(state.labels, deadline.entity, 'cert_expiry');
    if (open || failing || !judged.overdue) continue;
    const { dataTrust, now } = input;
    const exposure = state.learnt.exposure.get('cert_expiry');
    const prediction = callDeadline(deadline, { exposure, dataTrust, now, usualFixTime: options.usualFixTime });
    const call = openCall(prediction, -1, prediction.odds.probability, 'active');
    state.calls.push({ ...call, prediction });
    minute.predictions.push(prediction);
  }
}

function isAbout({ evidence }: Prediction, series: string): boolean {
  return evidence.some(({ query }) => query.kind === 'series' && query.series === series);
}

function sampleForecasts(state: PredictionState, minute: Minute): void {
  const shown = new Set(minute.predictions.map(keyOf));
  for (const [key, judgement] of minute.judgements) {
    if (shown.has(key)) continue;
    const rows = sampledRows(judgement, rowFacts(state, minute, judgement.candidate.failure));
    for (const row of rows) appendRow(state, minute.ledger, row);
  }
}
