// Two incidents, one whose cause is named and one whose cause is not: each operator makes what its checks catch.
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { expect, test } from 'vitest';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { failedExplanationGates } from './gates.ts';
import { scoreMutations } from './score-mutations.ts';
import { withForecast } from './with-forecast.ts';

const START = Date.UTC(2026, 10, 22, 3);
const WINDOW = { from: START, to: START + 10 * MINUTE };
const id = (name: string): EntityId => `ent_${name}` as EntityId;
const entity = (name: string): Entity => ({
  id: id(name),
  kind: 'service',
  name: `shop/${name}`,
  cluster: '',
  namespace: 'shop',
  nodes: [],
  version: '',
  firstSeen: START,
  lastSeen: START,
});
const fact = (name: string, minute: number, measure: string, observed: number, expected: number): Evidence => ({
  id: `ev_${name}${measure}` as EvidenceId,
  entity: id(name),
  kind: 'metric',
  measure,
  onset: START + minute * MINUTE,
  window: WINDOW,
  observed,
  expected,
  unit: '1',
  direction: observed > expected ? 'up' : 'down',
  surprise: 12 - minute,
  stance: 'for',
  query: { kind: 'events', entity: id(name), range: WINDOW },
});
const hypothesis = (of: string, name: string, state: Hypothesis['state']): Hypothesis => ({
  id: of,
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
});

function packOf(name: string, state: Hypothesis['state']) {
  const incident: Incident = {
    id: `inc_${name}` as IncidentId,
    state: 'open',
    frozen: false,
    severity: 'major',
    title: 'cart fails',
    origin: 'rule',
    startedAt: START,
    detectedAt: START,
    updatedAt: WINDOW.to,
    dataTrust: 1,
    entities: [],
    anomalies: [],
    suppressed: [],
    impact: { services: 2 },
    predictions: [],
    hypotheses: [hypothesis('h_db', 'db', state), hypothesis('h_web', 'web', 'candidate')],
    evidence: [
      fact('db', 0, 'used', 97, 60),
      fact('db', 1, 'waiting', 12, 2),
      fact('cart', 4, 'errors', 40, 1),
      fact('web', 6, 'requests', 0, 90),
    ],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
    reopened: 0,
  };
  const relations = [
    { from: id('web'), to: id('cart'), kind: 'calls' as const, lastSeen: START },
    { from: id('cart'), to: id('db'), kind: 'calls' as const, lastSeen: START },
  ];
  const topology = { entities: new Map(['db', 'cart', 'web'].map((of) => [id(of), entity(of)])), relations };
  const sources = { incident, topology, templates: new Map(), predictions: [], now: WINDOW.to };
  return buildPack(withForecast(sources), createDefaultRedactor(EVALUATION_KEY));
}

const packs = [packOf('named', 'leading'), packOf('open', 'candidate')];
const redactor = createDefaultRedactor(EVALUATION_KEY);
const score = scoreMutations(packs, (text) => redactor.text(text));

test('a sound answer is written to both, with claims of every type, and names no cause where none is sure', () => {
  expect(Object.keys(score.types).sort()).toEqual(
    ['absence', 'cause', 'change', 'comparison', 'forecast', 'hedge', 'impact', 'order'].sort(),
  );
  expect(score.abstained).toBe(1);
});

test('every operator makes something here, all of it is caught, and nothing sound is refused', () => {
  const told = score.falsehoods.filter(({ made, caught }) => made === 0 || caught < made);
  expect(told).toEqual([]);
  expect(score.sound.flatMap(({ examples }) => examples)).toEqual([]);
  expect(score.falsehoods.map((one) => one.id)).toEqual(Array.from({ length: 19 }, (_, at) => `M${at + 1}`));
});

test('the same packs are made false in the same ways each time', () => {
  expect(scoreMutations(packs, (text) => redactor.text(text))).toEqual(score);
});

test('a gate fails for what is told, for what could not be made and for sound claims that are refused', () => {
  const [first, ...rest] = score.falsehoods;
  const clean = score.sound[0]!;
  expect(failedExplanationGates(score)).toEqual([]);
  expect(
    failedExplanationGates({
      ...score,
      falsehoods: [{ ...first!, made: 100, caught: 99 }, { ...rest[0]!, made: 0, caught: 0 }, ...rest.slice(1)],
      sound: [{ ...clean, claims: 100, refused: 3 }],
    }),
  ).toEqual([
    'explanation M1 (fabricated evidence id): 99 of 100 caught',
    'explanation M2 (real evidence, unrelated entity): 0 of 0 caught',
    'explanation clean: 3 of 100 refused, though nothing is false',
  ]);
});
