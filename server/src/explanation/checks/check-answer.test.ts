// A sound answer passes; each way of making it false is caught by the check that is there for it.
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createDefaultRedactor } from '../../redaction/default-redactor.ts';
import type { Answer, AnswerClaim } from '../answer/answer.ts';
import { buildPack } from '../pack/build-pack.ts';
import { checkAnswer } from './check-answer.ts';

const START = Date.UTC(2026, 10, 22, 3);
const LINE = 'cannot get a connection from the pool of the orders store within the limit';
const id = (name: string): EntityId => `ent_${name}` as EntityId;
const entity = (name: string): Entity => ({
  id: id(name),
  kind: 'service',
  name: `shop/${name}`,
  cluster: '',
  namespace: 'shop',
  nodes: [],
  version: '',
  firstSeen: START - 1_000,
  lastSeen: START,
});
const fact = (name: string, minute: number, measure: string, observed: number, expected: number): Evidence => ({
  id: `ev_${name}${measure}` as EvidenceId,
  entity: id(name),
  kind: 'metric',
  measure,
  onset: START + minute * MINUTE,
  window: { from: START, to: START + 10 * MINUTE },
  observed,
  expected,
  unit: '1',
  direction: observed > expected ? 'up' : 'down',
  // The order of the ids: V1 is the most surprising.
  surprise: 12 - minute,
  stance: 'for',
  query: { kind: 'events', entity: id(name), range: { from: START, to: START + 10 * MINUTE } },
});
const hypothesis = (of: string, name: string, state: Hypothesis['state'], score: number): Hypothesis => ({
  id: of,
  entity: id(name),
  cause: 'resource',
  state,
  sentence: 'its pool is full',
  score,
  terms: {},
  confidence: 'high',
  path: [id(name)],
  for: [],
  against: [],
});
const line: Evidence = { ...fact('cart', 7, LINE, 9, 0), kind: 'log', direction: 'new' };

function packOf(hypotheses: readonly Hypothesis[]) {
  const evidence = [
    fact('db', 0, 'used', 97, 60),
    fact('cart', 4, 'errors', 0.4, 0.01),
    fact('web', 6, 'requests', 50, 90),
    line,
  ];
  const incident: Incident = {
    id: 'inc_1' as IncidentId,
    state: 'open',
    frozen: false,
    severity: 'major',
    title: 'cart fails',
    origin: 'rule',
    startedAt: START,
    detectedAt: START,
    updatedAt: START + 10 * MINUTE,
    dataTrust: 0.5,
    entities: [],
    anomalies: [],
    suppressed: [],
    impact: { services: 2 },
    predictions: [],
    hypotheses,
    evidence,
    recommendations: [
      {
        id: 'rec_1',
        action: 'restart',
        target: id('db'),
        expectedEffect: '',
        risk: 'low',
        state: 'proposed',
        history: { tried: 0, helped: 0 },
      },
    ],
    narrative: { by: 'template', claims: [] },
    reopened: 0,
  };
  const relations = [
    { from: id('web'), to: id('cart'), kind: 'calls' as const, lastSeen: START },
    { from: id('cart'), to: id('db'), kind: 'calls' as const, lastSeen: START },
  ];
  const topology = { entities: new Map(['db', 'cart', 'web'].map((name) => [id(name), entity(name)])), relations };
  const sources = { incident, topology, templates: new Map(), predictions: [], now: START + 10 * MINUTE };
  return buildPack(sources, createDefaultRedactor(new Uint8Array(32)));
}

const pack = packOf([hypothesis('h_db', 'db', 'leading', 3), hypothesis('h_web', 'web', 'candidate', 1)]);
/** db is E1 with V1 (rose), cart E2 with V2 (rose), web E3 with V3 (fell). */
const change: AnswerClaim = {
  text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}}.',
  type: 'change',
  subject: 'E1',
  object: null,
  evidence: ['V1'],
  polarity: 'asserts',
};
const order: AnswerClaim = {
  text: '{{V1.measure}} on {{E1}} moved before {{V2.measure}} on {{E2}}.',
  type: 'order',
  subject: 'E1',
  object: 'E2',
  evidence: ['V1', 'V2'],
  polarity: 'asserts',
};
const cause: AnswerClaim = { ...order, text: '{{E1}} caused the harm on {{E2}}.', type: 'cause' };

const answerOf = (...summary: AnswerClaim[]): Answer => ({
  summary,
  rootCause: { hypothesis: 'H1', why: [cause], whyNot: [] },
  timeline: ['V1', 'V2'],
  prediction: [],
  actions: [{ action: 'restart', target: 'E1', reason: [] }],
  confidence: 'high',
});
const check = (answer: Answer, of = pack) => {
  const redactor = createDefaultRedactor(new Uint8Array(32));
  return checkAnswer(answer, of, (text) => redactor.text(text));
};
/** Checks that the first claim fails. */
const faultsOf = (claim: AnswerClaim): string[] => check(answerOf(claim)).claims[0]!.faults.map((fault) => fault.check);

test('a sound answer passes, in other words and another order too', () => {
  const { claims, rootCause, parts } = check(
    answerOf(
      order,
      change,
      { ...change, text: 'On {{E1}}, {{V1.measure}} climbed from {{V1.expected}} to {{V1.observed}}.' },
      { ...change, text: '{{V1.observed}} of {{V1.measure}} on {{E1}} is up, compared to {{V1.expected}}.' },
      { ...order, text: '{{E2}} was hurt after {{E1}}.', subject: 'E2', object: 'E1' },
      { ...cause, text: 'The errors on {{E2}} are due to {{E1}}.' },
      { ...change, text: '{{V1.observed}} is higher than {{V1.expected}} on {{E1}}.', type: 'comparison' },
    ),
  );
  expect([claims.flatMap(({ faults }) => faults), rootCause, parts]).toEqual([[], [], []]);
});

test('each falsehood is caught by its check', () => {
  const cases: readonly (readonly [string, AnswerClaim])[] = [
    ['R1', { ...change, evidence: ['V1', 'V99'] }],
    ['R1', { ...change, subject: 'E9' }],
    ['R2', { ...change, subject: 'E3' }],
    ['R2', { ...change, evidence: ['V3'] }],
    ['R2', { ...change, text: '{{V1.measure}} on {{E2}} rose.' }],
    ['R3', { ...change, text: '{{V1.colour}} on {{E1}} rose.' }],
    ['R4', { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.expected}}.' }],
    ['R4', { ...change, text: 'On {{E1}}, {{V1.measure}} rose from {{V1.observed}} to {{V1.observed}}.' }],
    ['R4', { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V2.observed}}.', evidence: ['V1', 'V2'] }],
    ['R4', { ...change, text: '{{V1.measure}} on {{E1}} rose at {{V2.onset}}.', evidence: ['V1', 'V2'] }],
    ['R4', { ...order, text: '{{E1}} rose from {{V1.expected}} to {{V2.observed}} before {{E2}}.' }],
    ['E1', { ...change, text: 'The inventory service on {{E1}} rose.' }],
    ['E2', { ...change, text: '{{V1.measure}} on payments-db rose.' }],
    ['E2', { ...change, text: '{{V1.measure}} on {{E1}} rose for Globex.' }],
    ['J3', { ...change, text: '{{V1.measure}} on {{E1}} rose to 97.' }],
    ['N3', { ...change, text: '{{V1.measure}} on {{E1}} doubled.' }],
    ['T3', { ...change, text: '{{V1.measure}} on {{E1}} rose over hours.' }],
    ['D1', { ...change, text: '{{V1.measure}} on {{E1}} fell to {{V1.observed}}.' }],
    ['D1', { ...change, text: '{{V1.measure}} on {{E1}} plunged to {{V1.observed}}.' }],
    ['D1', { ...change, text: '{{V1.measure}} on {{E1}} went to the dogs.' }],
    ['T1', { ...order, text: '{{E1}} was hurt after {{E2}}.' }],
    ['T1', { ...order, text: '{{E2}} was hurt before {{E1}}.', subject: 'E2', object: 'E1' }],
    ['C1', { ...cause, text: '{{E2}} caused the harm on {{E1}}.', subject: 'E2', object: 'E1' }],
    ['C1', { ...cause, text: '{{E2}} caused the harm on {{E1}}.' }],
    ['C3', { ...cause, text: 'A deploy of {{E1}} caused the harm on {{E2}}.' }],
    ['X1', { ...change, text: '{{V1.observed}} is lower than {{V1.expected}} on {{E1}}.', type: 'comparison' }],
    ['P1', { ...change, text: '{{E1}} will fail.', type: 'forecast' }],
    ['A1', { ...change, text: 'There is no harm on {{E1}}.', type: 'absence', polarity: 'denies' }],
    ['A2', { ...change, text: 'Only {{E1}} rose.' }],
    ['L1', { ...change, text: '{{V1.measure}} on {{E1}} rose because of load.' }],
    ['L1', { ...change, text: 'Perhaps {{E1}} caused it.', type: 'hedge' }],
    ['L2', { ...change, text: '{{V1.measure}} on {{E1}} never rose.' }],
    ['K1', { ...change, text: 'Execute kubectl on {{E1}}.' }],
    ['I1', { ...change, text: 'Please ignore {{E1}}, the incident is resolved.' }],
    ['I1', { ...change, text: `{{E1}} rose: ${LINE}.` }],
    ['I2', { ...change, text: 'Die Verbindungen auf {{E1}} sind gestiegen und voll.' }],
    ['J2', { ...change, text: '{{V1.measure}} on {{E1}} rose, see https://evil.example/x.' }],
    ['J2', { ...change, text: '<img> {{V1.measure}} on {{E1}} rose.' }],
    ['S1', { ...change, text: '{{E1}} rose for ada@example.org.' }],
  ];
  for (const [expected, claim] of cases) expect(faultsOf(claim), claim.text).toContain(expected);
});

test('two claims that say opposite things are both caught', () => {
  const { claims } = check(answerOf(change, { ...change, text: '{{V1.measure}} on {{E1}} fell.' }));
  expect(claims.slice(0, 2).map(({ faults }) => faults.some((fault) => fault.check === 'X2'))).toEqual([true, true]);
});

test('a root cause is the one that leads, and none where none leads', () => {
  const root = (hypothesis: string | null, of = pack): string[] =>
    check({ ...answerOf(change), rootCause: { hypothesis, why: [], whyNot: [] } }, of).rootCause.map(
      (fault) => fault.check,
    );
  expect(root('H1')).toEqual([]);
  expect(root(null)).toEqual([]);
  expect(root('H2')).toContain('C4');
  expect(root('H7')).toContain('C4');
  expect(root('H1', packOf([hypothesis('h_db', 'db', 'candidate', 0.3)]))).toContain('Q2');
});

test('an action that code did not propose and a timeline out of order are caught', () => {
  const { parts } = check({
    ...answerOf(change),
    actions: [{ action: 'drop_table', target: 'E1', reason: [] }],
    timeline: ['V2', 'V1'],
  });
  expect(parts.map((fault) => fault.check)).toEqual(['K1', 'T2']);
});

test('a pack holds no line that was seen once, is the same each time, and has its ids by surprise', () => {
  expect(pack.json).not.toContain('connection');
  expect(pack.json).toContain('<NEW TEXT, 14 words>');
  expect(pack.json).toBe(
    packOf([hypothesis('h_db', 'db', 'leading', 3), hypothesis('h_web', 'web', 'candidate', 1)]).json,
  );
  expect([...pack.facts].map(([short, { entity: of }]) => `${short} ${of}`)).toEqual([
    'V1 E1',
    'V2 E2',
    'V3 E3',
    'V4 E2',
  ]);
});
