import { causeMarkings } from '@foreshock/model/cause-mark.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import {
  ChangeView,
  Duration,
  EntityRef,
  EvidenceView,
  FailureName,
  HypothesisView,
  NarrativeView,
  OddsView,
  OrderedBy,
  Probability,
  pageInput,
  RecommendationView,
  SnoozeView,
  SparklineView,
  snoozeInput,
  Time,
  watchFrom,
  watchInput,
} from '../shapes.ts';
import { ToldWords } from './told-words.ts';

export const PredictionStates = z.enum(['shadow', 'active', 'frozen', 'withdrawn', 'closed']);
export const Outcomes = z.enum(['pending', 'hit', 'miss', 'acted', 'undecidable']);

export const PredictionSummary = z.object({
  id: z.string(),
  revision: z.number().int(),
  state: PredictionStates,
  outcome: Outcomes,
  entity: EntityRef,
  failure: FailureName,
  headline: z.string().describe('what, odds and when, in plain words'),
  issuedAt: Time,
  updatedAt: Time,
  closedAt: Time.nullable(),
  onsetAt: Time.nullable(),
  odds: OddsView,
  lead: z.object({ p10: Duration, median: Duration, p90: Duration }).nullable(),
  deadline: Time.nullable(),
  actBy: Time.nullable(),
  cause: z.string().nullable().describe('the leading hypothesis in a few words'),
  record: z.object({
    calls: z.number().int(),
    hits: z.number().int(),
    range: z.tuple([Probability, Probability]),
    source: z.enum(['ledger', 'replay', 'none']),
  }),
  dataTrust: Probability,
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: Time.nullable(),
  snoozedUntil: Time.nullable().describe('`snooze.until`'),
  snooze: SnoozeView.nullable(),
  backtest: z.boolean().describe('called over history, when nobody was told'),
  drill: z.string().nullable().describe('the drill that it is of: the fault was made on purpose; null for all else'),
});

export const ForecastView = z.object({
  series: z.string(),
  measure: z.string(),
  unit: z.string(),
  limit: z.number(),
  current: z.number(),
  usual: z.object({ low: z.number(), high: z.number() }),
  history: SparklineView,
  horizons: z.array(Duration),
  quantiles: z.array(z.array(z.number())).describe('per horizon the quantiles 5, 10 ... 95 %'),
  futures: z.array(z.array(z.number())),
});

export const PredictionDetail = PredictionSummary.extend({
  told: ToldWords.describe('what people said became of it'),
  impact: z.string().nullable().describe('who is hurt, or will be, in plain words'),
  next: z.string().nullable().describe('the one next action in plain words'),
  threshold: Probability,
  baseProbability: Probability.nullable().describe(
    'of the headline horizon, before any evidence; null unless the odds are in percent',
  ),
  missing: z.array(z.string()),
  outcomes: z
    .array(z.object({ prediction: z.string(), hit: z.boolean() }))
    .describe('calls like this one, oldest first'),
  forecast: ForecastView.nullable(),
  evidence: z.array(EvidenceView),
  hypotheses: z.array(HypothesisView),
  recommendations: z.array(RecommendationView),
  orderedBy: OrderedBy,
  narrative: NarrativeView,
  incident: z.string().nullable().describe('the incident it became'),
  model: z.object({ version: z.string(), features: z.string() }),
  ledger: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  links: z.object({ html: z.string() }),
});

export const listPredictions = operation({
  name: 'listPredictions',
  summary: 'What is coming, ordered by the time to act by; closed ones newest first.',
  kind: 'query',
  route: 'GET /api/v1/predictions',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    state: z.string().optional().describe('comma separated states; all without it'),
    entity: z.string().optional(),
    failure: FailureName.optional(),
    minProbability: z.coerce.number().min(0).max(1).optional(),
    actByBefore: Time.optional(),
    ...pageInput,
  }),
  output: z.object({ items: z.array(PredictionSummary), next: z.string().nullable(), watchFrom }),
  errors: ['input-invalid'],
});

export const watchPredictions = operation({
  name: 'watchPredictions',
  summary: 'Each change of a prediction as it is written, in order, at least once; a heartbeat every 15 s.',
  kind: 'watch',
  route: 'GET /api/v1/predictions:watch',
  role: 'viewer',
  tool: withheld('a stream'),
  input: z.object({
    state: z.string().optional().describe('comma separated states; all without it'),
    entity: z.string().optional(),
    failure: FailureName.optional(),
    minProbability: z.coerce.number().min(0).max(1).optional(),
    ...watchInput,
  }),
  output: z.object({
    resumeToken: z.string().describe('the place after this message'),
    change: ChangeView.nullable().describe('absent from a heartbeat'),
    prediction: PredictionSummary.nullable().describe('as it stands when this is sent'),
  }),
  errors: ['input-invalid', 'resume-token-expired', 'watchers-too-many'],
});

export const getPrediction = operation({
  name: 'getPrediction',
  summary: 'One prediction with its forecast, evidence, causes, record and recommended actions.',
  kind: 'query',
  route: 'GET /api/v1/predictions/{id}',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: PredictionDetail,
  errors: ['prediction-not-found'],
});

export const listPredictionRevisions = operation({
  name: 'listPredictionRevisions',
  summary: 'How the odds of one prediction moved, oldest first.',
  kind: 'query',
  route: 'GET /api/v1/predictions/{id}/revisions',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: z.object({
    items: z.array(
      z.object({
        revision: z.number().int(),
        at: Time,
        state: PredictionStates,
        outcome: Outcomes,
        probability: Probability.nullable(),
        band: z.enum(['low', 'raised', 'high']),
        horizon: Duration,
      }),
    ),
  }),
  errors: ['prediction-not-found'],
});

export const listPredictionEvidence = operation({
  name: 'listPredictionEvidence',
  summary: 'The evidence of one prediction, each asked again from the store, with its recent course.',
  kind: 'query',
  route: 'GET /api/v1/predictions/{id}/evidence',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: z.object({
    items: z.array(
      EvidenceView.extend({ sparkline: SparklineView.nullable(), availability: z.enum(['live', 'archived']) }),
    ),
  }),
  errors: ['prediction-not-found'],
});

export const acknowledgePrediction = operation({
  name: 'acknowledgePrediction',
  summary: 'Says that somebody is on it. Idempotent: the first name stays.',
  kind: 'command',
  route: 'POST /api/v1/predictions/{id}/ack',
  role: 'responder',
  tool: withheld('changes who is told'),
  input: z.object({ id: z.string(), note: z.string().max(2000).optional() }),
  output: PredictionSummary,
  errors: ['prediction-not-found', 'state-conflict'],
});

export const snoozePrediction = operation({
  name: 'snoozePrediction',
  summary: 'Holds back notifications for a time, until a time of day, or until the odds reach a value. Always ends.',
  kind: 'command',
  route: 'POST /api/v1/predictions/{id}/snooze',
  role: 'responder',
  tool: withheld('changes who is told'),
  input: z.object({
    id: z.string(),
    ...snoozeInput,
    untilProbability: Probability.optional().describe(
      'until the shown odds reach this; ends with the horizon or after a day all the same',
    ),
  }),
  output: PredictionSummary,
  errors: ['prediction-not-found', 'input-invalid', 'state-conflict'],
});

export const givePredictionFeedback = operation({
  name: 'givePredictionFeedback',
  summary: 'Was this useful? One vote a person; a later one replaces it.',
  kind: 'command',
  route: 'POST /api/v1/predictions/{id}/feedback',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), useful: z.boolean(), note: z.string().max(2000).optional() }),
  output: z.object({ useful: z.number().int(), notUseful: z.number().int() }),
  errors: ['prediction-not-found'],
});

export const markPredictionCause = operation({
  name: 'markPredictionCause',
  summary: 'Rules out a candidate cause, points at it, or takes that back. Moves the ranking by bounded points.',
  kind: 'command',
  route: 'POST /api/v1/predictions/{id}/hypotheses/{hypothesis}/mark',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), hypothesis: z.string(), says: z.enum([...causeMarkings, 'nothing']) }),
  output: z.object({ hypotheses: z.array(HypothesisView) }),
  errors: ['prediction-not-found', 'hypothesis-not-found', 'state-conflict'],
});
