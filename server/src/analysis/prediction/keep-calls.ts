import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { changedEntities, isActedUpon } from './acted-upon.ts';
import { recentPages, stageOf } from './decide-call.ts';
import { judgeDeadline } from './failure-predictors/deadline.ts';
import { headlineOf, type Judgement, mayIssue } from './judge-candidate.ts';
import { hasFailure } from './label-failures.ts';
import { addEpisode, recordOf } from './learnt-record.ts';
import { dateRow, shownRow } from './ledger-rows.ts';
import { resolveActed } from './mature-forecasts.ts';
import { append, appendRow, keyOf, type Minute, policyOf, recordInForce, rowFacts } from './minute.ts';
import { pairKey } from './pair-key.ts';
import { callDeadline } from './predict-deadlines.ts';
import type { PredictionState } from './prediction-state.ts';
import type { OpenCall } from './resolve-predictions.ts';
import { reviseCall } from './revise-call.ts';
import { UNASKED } from './score-ranks.ts';
import { isToldActed } from './told-calls.ts';
import { describeJudgement, issuePrediction, MODELS, type WritingFacts } from './write-prediction.ts';

/** Calls from issue to close: what stands is revised, what is over is closed, what meets the threshold is issued. */

function writingFacts(state: PredictionState, minute: Minute, failure: Failure): WritingFacts {
  const { input, options, day } = minute;
  return {
    record: recordInForce(state, minute, failure),
    exposure: state.learnt.exposure.get(failure),
    dataTrust: input.dataTrust,
    usualFixTime: options.usualFixTime,
    now: input.now,
    day,
  };
}

export function reviseCalls(state: PredictionState, minute: Minute): void {
  const { input, judgements, onsets, reported } = minute;
  const changed = changedEntities(input.frame, input.marks);
  const standing: OpenCall[] = [];
  for (const before of state.calls) {
    const call = releaseCall(state, minute, before);
    const { entity, failure } = call.prediction;
    const key = pairKey(entity, failure);
    const judgement = judgements.get(key);
    const record = recordInForce(state, minute, failure);
    const acted = isActedUpon(entity, changed, input.frame.topology);
    if (acted) state.actedAt.set(key, input.now);
    const unasked = reported.has(key) ? UNASKED : undefined;
    const facts = {
      now: input.now,
      probability: call.headline < 0 ? 1 : (judgement?.curve[call.headline] ?? unasked),
      threshold: record.threshold,
      dataTrust: input.dataTrust.share,
      onset: onsets.get(key)?.onset,
      // Without the fault that was made on purpose nobody can say what would have come either.
      acted: acted || input.isUnderDrill === true,
    };
    const writing = writingFacts(state, minute, failure);
    const revised = reviseCall(call, judgement, call.headline, facts, writing, input.marks);
    const next = revised.changed ? tell(state, minute, revised.call, judgement) : revised.call;
    if (next.prediction.state === 'closed') closeCall(state, minute, next);
    else standing.push(next);
  }
  state.calls = standing;
}

/** What was held back and still stands is told once notifications have begun. */
function releaseCall(state: PredictionState, minute: Minute, call: OpenCall): OpenCall {
  const policy = policyOf(minute);
  if (call.heldBack !== true || policy.holdsBack === true) return call;
  const { now } = minute.input;
  // A date needs no record and counts against no budget.
  if (call.headline < 0) return { ...call, heldBack: false, thawsTo: 'active' };
  const { episodes } = recordOf(state.learnt, call.prediction.failure);
  const pages = recentPages(state.pages ?? [], now);
  const tier = call.prediction.model.version === MODELS.recurrence.version ? 'recurrence' : 'exhaustion';
  const stage = stageOf(policy, { tier, resolved: episodes.length, pages, now });
  if (stage === 'active') state.pages = [...pages, now];
  return { ...call, heldBack: false, thawsTo: stage };
}

/** Gives a revision to the caller, and to the ledger when it says something about the odds. */
function tell(state: PredictionState, minute: Minute, call: OpenCall, judgement: Judgement | undefined): OpenCall {
  let { prediction } = call;
  const speaks = prediction.state !== 'closed' && prediction.state !== 'frozen';
  if (judgement && call.headline >= 0 && speaks) {
    const row = shownRow(prediction, judgement, rowFacts(state, minute, prediction.failure));
    prediction = { ...prediction, ledgerSequence: appendRow(state, minute.ledger, row) };
  }
  if (call.headline < 0 && speaks) {
    const row = dateRow(prediction, rowFacts(state, minute, prediction.failure));
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
  addEpisode(
    recordOf(state.learnt, failure),
    { prediction: id, issued, called, hit: outcome === 'hit', source },
    (call) => isToldActed(state.told, call),
  );
}

export function issueCalls(state: PredictionState, minute: Minute): void {
  if (minute.input.dataTrust.share < DATA_TRUST_FLOOR) return;
  const standing = new Set<string>();
  for (const { prediction } of state.calls) if (prediction.state !== 'withdrawn') standing.add(keyOf(prediction));
  for (const [key, judgement] of minute.judgements) {
    const { entity, failure, tier } = judgement;
    const record = recordInForce(state, minute, failure);
    const headline = headlineOf(judgement, record.threshold);
    if (standing.has(key) || headline === undefined || !mayIssue(judgement, headline)) continue;
    const pages = recentPages(state.pages ?? [], minute.input.now);
    const facts = { tier, resolved: record.episodes.length, pages, now: minute.input.now };
    const policy = policyOf(minute);
    const stage = stageOf(policy, facts);
    const heldBack = stage !== stageOf({ ...policy, holdsBack: false }, facts);
    state.pages = stage === 'active' ? [...pages, minute.input.now] : pages;
    const contents = describeJudgement(judgement, headline, writingFacts(state, minute, failure));
    const prediction = issuePrediction(entity, failure, stage, contents);
    const probability = judgement.curve[headline]!;
    const call = { ...openCall(prediction, headline, probability, stage), heldBack };
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
export function callDeadlines(state: PredictionState, minute: Minute): void {
  const { input, options } = minute;
  for (const deadline of input.deadlines) {
    const judged = judgeDeadline(state.deadlines, deadline, input.now);
    const open = state.calls.find((call) => call.headline < 0 && isAbout(call.prediction, deadline.series));
    if (open && judged.renewed && open.prediction.deadline! < deadline.at) {
      state.calls = state.calls.filter((call) => call !== open);
      const { revision } = open.prediction;
      const closed = { state: 'closed', outcome: 'acted', closedAt: input.now, updatedAt: input.now } as const;
      minute.predictions.push({ ...open.prediction, ...closed, revision: revision + 1 });
      for (const outcome of resolveActed(state.pending, open.prediction.id, input.now))
        append(state, minute.ledger, outcome);
      continue;
    }
    const failing = hasFailure(state.labels, deadline.entity, 'cert_expiry');
    if (open || failing || !judged.overdue) continue;
    const { dataTrust, now } = input;
    const exposure = state.learnt.exposure.get('cert_expiry');
    const heldBack = policyOf(minute).holdsBack === true;
    // It needs no record: unless everything is held back it skips the shadow.
    const stage = heldBack ? 'shadow' : 'active';
    const { usualFixTime } = options;
    const prediction = callDeadline(deadline, { exposure, dataTrust, now, usualFixTime, stage });
    const call = openCall(prediction, -1, prediction.odds.probability, stage);
    state.calls.push(tell(state, minute, { ...call, heldBack }, undefined));
  }
}

function isAbout({ evidence }: Prediction, series: string): boolean {
  return evidence.some(({ query }) => query.kind === 'series' && query.series === series);
}
