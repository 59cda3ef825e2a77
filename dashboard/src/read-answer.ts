/** From the words of the API (RFC 3339, ISO 8601, `null`) to the nouns that charts and parts take. */

import type { Sparkline } from '@foreshock/model/evidence.ts';
import type { Forecast } from '@foreshock/model/prediction.ts';
import type {
  EvidenceView,
  ForecastViewShape,
  HypothesisView,
  IncidentSummaryView,
  NarrativeView,
  OddsViewShape,
  PredictionSummaryView,
  RecommendationView,
  SparklineViewShape,
} from './answer-shapes.ts';
import type { EvidenceLine } from './components/evidence-list.tsx';
import type { HypothesisLine } from './components/hypothesis-line.ts';
import type { IncidentLine } from './components/incident-rows.tsx';
import type { PredictionLook } from './components/marks.tsx';
import type { PredictionLine } from './components/prediction-rows.tsx';
import type { RecommendationLine } from './components/recommendations.tsx';
import type { StoryClaim } from './components/story.tsx';
import type { ShownOdds } from './shown-odds.ts';
import { failureWords } from './words/failure-words.ts';
import { readDuration, readTime, readTimeOr } from './words/iso-words.ts';
import type { SnoozeLine } from './words/snooze-words.ts';

const known = <T>(value: T | null): T | undefined => value ?? undefined;

export function readOdds(view: OddsViewShape): ShownOdds {
  return {
    display: view.display,
    band: view.band,
    horizon: readDuration(view.horizon),
    probability: known(view.probability),
    low: known(view.low),
    high: known(view.high),
    needed: known(view.needed),
    curve: view.curve.map((point) => ({
      horizon: readDuration(point.h),
      probability: point.p,
      low: point.low,
      high: point.high,
    })),
  };
}

export function readSparkline(view: SparklineViewShape): Sparkline {
  return { from: readTime(view.from), step: readDuration(view.step), values: view.values.map(known) };
}

export function readForecast(view: ForecastViewShape): Forecast {
  const { history: _, horizons, ...rest } = view;
  return { ...rest, horizons: horizons.map(readDuration) };
}

/** What the mark of a prediction shows: its outcome once closed, else its state. */
export function lookOf(view: Pick<PredictionSummaryView, 'state' | 'outcome' | 'odds'>): PredictionLook {
  if (view.outcome !== 'pending') return view.outcome;
  if (view.state === 'closed') return 'undecidable';
  return view.odds.display === 'date' && view.state === 'active' ? 'date' : view.state;
}

export function readPrediction(view: PredictionSummaryView): PredictionLine {
  return {
    id: view.id,
    look: lookOf(view),
    state: view.state,
    outcome: view.outcome,
    entity: view.entity.name,
    happens: failureWords(view.failure),
    headline: view.headline,
    odds: readOdds(view.odds),
    issuedAt: readTime(view.issuedAt),
    updatedAt: readTime(view.updatedAt),
    closedAt: readTimeOr(view.closedAt),
    lead: view.lead
      ? { from: readDuration(view.lead.p10), middle: readDuration(view.lead.median), to: readDuration(view.lead.p90) }
      : undefined,
    deadline: readTimeOr(view.deadline),
    actBy: readTimeOr(view.actBy),
    cause: known(view.cause),
    acknowledgedBy: known(view.acknowledgedBy),
    snooze: readSnooze(view.snooze),
    backtest: view.backtest,
    isDrill: view.drill !== null,
  };
}

function readSnooze(view: IncidentSummaryView['snooze']): SnoozeLine | undefined {
  if (view === null) return undefined;
  const { by, until, untilProbability, ended } = view;
  return { by, until: readTime(until), untilProbability: known(untilProbability), ended: known(ended) };
}

export function readIncident(view: IncidentSummaryView): IncidentLine {
  const harmed = view.entities.filter((entity) => entity.role === 'symptom');
  return {
    id: view.id,
    state: view.state,
    frozen: view.frozen,
    severity: view.severity,
    title: view.title,
    startedAt: readTime(view.startedAt),
    resolvedAt: readTimeOr(view.resolvedAt),
    closure: known(view.closure),
    harmed: (harmed.length > 0 ? harmed : view.entities).map((entity) => entity.name),
    share: known(view.impact.requestShare),
    services: view.impact.services,
    cause: known(view.cause),
    predictedAhead: view.predicted ? readDuration(view.predicted.lead) : undefined,
    acknowledgedBy: known(view.acknowledgedBy),
    snooze: readSnooze(view.snooze),
    declared: view.origin === 'declared',
    isDrill: view.drill !== null,
  };
}

export function readEvidence(views: readonly EvidenceView[]): readonly EvidenceLine[] {
  return views.map((view, index) => ({
    id: view.id,
    number: index + 1,
    entity: view.entity.name,
    kind: view.kind,
    measure: view.measure,
    sentence: view.sentence,
    stance: view.stance,
    surprise: view.surprise,
    onset: readTime(view.onset),
    from: readTime(view.from),
    to: readTime(view.to),
    observed: known(view.observed),
    expected: known(view.expected),
    unit: view.unit,
    contribution: known(view.contribution),
    explore: view.explore,
    sparkline: view.sparkline ? readSparkline(view.sparkline) : undefined,
    archived: view.availability === 'archived',
  }));
}

/** `numbers` gives the place of each fact on the page, by id. */
export function readHypothesis(view: HypothesisView, numbers: ReadonlyMap<string, number>): HypothesisLine {
  const place = (ids: readonly string[]) => ids.flatMap((id) => numbers.get(id) ?? []);
  return {
    id: view.id,
    entity: view.entity.name,
    cause: view.cause,
    state: view.state,
    reason: known(view.reason),
    sentence: view.sentence,
    score: view.score,
    terms: Object.entries(view.terms).map(([name, value]) => ({ name, value })),
    confidence: view.confidence,
    path: view.path.map((entity) => entity.name),
    change: view.change ? { time: readTime(view.change.time), text: view.change.text } : undefined,
    for: place(view.for),
    against: place(view.against),
    mark: view.mark ? { ...view.mark, at: readTime(view.mark.at) } : undefined,
  };
}

export function readClaims(view: NarrativeView, numbers: ReadonlyMap<string, number>): readonly StoryClaim[] {
  return view.claims.map((claim) => ({
    id: claim.id,
    text: claim.text,
    verified: claim.verdict === 'verified',
    numbers: claim.evidence.flatMap((id) => numbers.get(id) ?? []),
  }));
}

export function readRecommendation(view: RecommendationView): RecommendationLine {
  const { id, title, expectedEffect, risk, state, history, reasons } = view;
  return {
    id,
    title,
    expectedEffect,
    risk,
    state,
    target: view.target.name,
    tried: history.tried,
    helped: history.helped,
    reasons,
  };
}
