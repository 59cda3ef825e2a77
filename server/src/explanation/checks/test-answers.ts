// For the tests of checks: one small incident, sound claims about it, and what the checks say of others.
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { Recommendation } from '@foreshock/model/recommendation.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { createDefaultRedactor } from '../../redaction/default-redactor.ts';
import { testIncident, testPrediction } from '../../store/metadata/test-findings.ts';
import type { Answer, AnswerClaim } from '../answer/answer.ts';
import { buildPack } from '../pack/build-pack.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import type { Figures } from './check.ts';
import { type CheckedAnswer, checkAnswer } from './check-answer.ts';

export const START = Date.UTC(2026, 10, 22, 3);
export const LINE = 'cannot get a connection from the pool of the orders store within the limit';

export const id = (name: string): EntityId => `ent_${name}` as EntityId;

const entity = (name: string): Entity => ({
  id: id(name),
  kind: name === 'node' ? 'node' : 'service',
  name: `shop/${name}`,
  cluster: '',
  namespace: 'shop',
  nodes: [],
  version: '',
  firstSeen: START - 1_000,
  lastSeen: START,
});

/** `minute` of its onset; the later the less surprising, so that ids follow the onsets. */
export const fact = (
  name: string,
  minute: number,
  measure: string,
  observed: number | undefined,
  expected: number | undefined,
): Evidence => ({
  id: `ev_${name}${measure}` as EvidenceId,
  entity: id(name),
  kind: 'metric',
  measure,
  onset: START + minute * MINUTE,
  window: { from: START, to: START + 10 * MINUTE },
  observed,
  expected,
  unit: '1',
  direction: (observed ?? 0) > (expected ?? 0) ? 'up' : 'down',
  surprise: 12 - minute,
  stance: 'for',
  query: { kind: 'events', entity: id(name), range: { from: START, to: START + 10 * MINUTE } },
});

export const hypothesis = (name: string, state: Hypothesis['state'], more: Partial<Hypothesis> = {}): Hypothesis => ({
  id: `h_${name}`,
  entity: id(name),
  cause: 'resource',
  state,
  sentence: 'its pool is full',
  score: 1,
  terms: {},
  confidence: 'high',
  path: [id(name)],
  for: [],
  against: [],
  ...more,
});

/** The odds of a failure of the store within half an hour. */
export const forecast = (name: string, probability: number, more: Partial<Prediction['odds']> = {}): Prediction =>
  testPrediction(`prd_${name}${probability}`, {
    entity: id(name),
    failure: 'slo_availability',
    issuedAt: START,
    updatedAt: START,
    odds: {
      display: 'percent',
      band: 'raised',
      horizon: 30 * MINUTE,
      probability,
      low: 0,
      high: 1,
      cap: 0.98,
      curve: [{ horizon: 30 * MINUTE, probability, low: 0, high: 1 }],
      ...more,
    },
  });

const line: Evidence = { ...fact('cart', 7, LINE, 9, 0), kind: 'log', direction: 'new' };

/** V1 is about db, V2 about cart, V3 about web, V4 a new line of cart. */
export const usualFacts: readonly Evidence[] = [
  fact('db', 0, 'used', 97, 60),
  fact('cart', 4, 'errors', 0.4, 0.01),
  fact('web', 6, 'requests', 50, 90),
  line,
];

export interface PackParts {
  readonly hypotheses?: readonly Hypothesis[];
  readonly facts?: readonly Evidence[];
  readonly dataTrust?: number;
  readonly predictions?: readonly Prediction[];
  readonly recommendations?: readonly Pick<Recommendation, 'action' | 'risk'>[];
  readonly narrative?: Incident['narrative'];
}

/** web calls cart, cart calls db; every recommendation is for db. */
export function packOf({
  hypotheses = [hypothesis('db', 'leading', { score: 3 }), hypothesis('web', 'candidate')],
  facts = usualFacts,
  dataTrust = 0.5,
  predictions = [],
  recommendations = [{ action: 'restart', risk: 'low' }],
  narrative = { by: 'template', claims: [] },
}: PackParts = {}): EvidencePack {
  const incident = testIncident('inc_1', {
    title: 'cart fails',
    startedAt: START,
    detectedAt: START,
    updatedAt: START + 10 * MINUTE,
    dataTrust,
    entities: [],
    impact: { services: 2 },
    hypotheses,
    evidence: facts,
    recommendations: recommendations.map(({ action, risk }, at) => ({
      id: `rec_${at}`,
      action,
      target: id('db'),
      expectedEffect: '',
      risk,
      state: 'proposed',
      history: { tried: 0, helped: 0 },
    })),
    narrative,
  });
  const relations = [
    { from: id('web'), to: id('cart'), kind: 'calls' as const, lastSeen: START },
    { from: id('cart'), to: id('db'), kind: 'calls' as const, lastSeen: START },
  ];
  const names = ['db', 'cart', 'web', 'node'];
  const topology = { entities: new Map(names.map((name) => [id(name), entity(name)])), relations };
  const sources = { incident, topology, templates: new Map(), predictions, now: START + 10 * MINUTE };
  return buildPack(sources, createDefaultRedactor(new Uint8Array(32)));
}

/** db is E1 with V1 (rose), cart E2 with V2 (rose), web E3 with V3 (fell). */
export const change: AnswerClaim = {
  text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}}.',
  type: 'change',
  subject: 'E1',
  object: null,
  evidence: ['V1'],
  polarity: 'asserts',
};
export const order: AnswerClaim = {
  text: '{{V1.measure}} on {{E1}} moved before {{V2.measure}} on {{E2}}.',
  type: 'order',
  subject: 'E1',
  object: 'E2',
  evidence: ['V1', 'V2'],
  polarity: 'asserts',
};
export const cause: AnswerClaim = { ...order, text: '{{E1}} caused the harm on {{E2}}.', type: 'cause' };
export const odds: AnswerClaim = {
  ...change,
  text: 'A failure of {{E1}} is likely within {{F1.horizon}}, at {{F1.probability}}.',
  type: 'forecast',
  evidence: ['F1'],
};
export const absent: AnswerClaim = {
  ...change,
  text: 'There is no {{V1.measure}} on {{E1}}.',
  type: 'absence',
  polarity: 'denies',
};
export const hedge: AnswerClaim = {
  ...change,
  text: 'More may have happened.',
  type: 'hedge',
  subject: null,
  evidence: [],
};

export const answerOf = (...summary: AnswerClaim[]): Answer => ({
  summary,
  rootCause: { hypothesis: 'H1', why: [cause], whyNot: [] },
  timeline: ['V1', 'V2'],
  prediction: [],
  actions: [{ action: 'restart', target: 'E1', reason: [] }],
  confidence: 'high',
});

const usual = packOf();

export function checkOf(answer: Answer, pack: EvidencePack = usual, figures: Figures = 'slots'): CheckedAnswer {
  const redactor = createDefaultRedactor(new Uint8Array(32));
  return checkAnswer(answer, pack, (text) => redactor.text(text), figures);
}

/** Ids of the checks that the claim fails as the first of an answer. */
export function faultsOf(claim: AnswerClaim, pack: EvidencePack = usual, figures: Figures = 'slots'): string[] {
  return checkOf(answerOf(claim), pack, figures).claims[0]!.faults.map(({ check }) => check);
}
