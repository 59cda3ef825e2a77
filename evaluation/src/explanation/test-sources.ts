// Two incidents for the tests of this folder: one whose cause is named and one whose cause is not.
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { PackSources } from '@foreshock/server/explanation/pack/evidence-pack.ts';

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

/** web calls cart, cart calls db, whose pool is full. */
export function testSources(name: string, state: Hypothesis['state']): PackSources {
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
    recommendations: [
      {
        id: 'rec_1',
        action: 'raise_pool_limit',
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
  const topology = { entities: new Map(['db', 'cart', 'web'].map((of) => [id(of), entity(of)])), relations };
  return { incident, topology, templates: new Map(), predictions: [], now: WINDOW.to };
}
