import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Relation, Topology } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import type { MinuteFrame } from '../minute-frame.ts';
import { type CorrelationInput, createCorrelation } from './correlate-anomalies.ts';

const START = Date.UTC(2026, 10, 22, 3);
const at = (minute: number): number => START + minute * MINUTE;
const id = (name: string): EntityId => `ent_${name}` as EntityId;

/** `web>cart cart>db`: who calls whom. */
function topologyOf(calls: string): Topology {
  const relations: Relation[] = calls
    .split(' ')
    .filter((call) => call !== '')
    .map((call) => {
      const [from, to] = call.split('>');
      return { from: id(from!), to: id(to!), kind: 'calls', lastSeen: START };
    });
  const names = new Set(relations.flatMap(({ from, to }) => [from, to]));
  const entities = new Map<EntityId, Entity>(
    [...names].map((entity) => [
      entity,
      {
        id: entity,
        kind: 'service',
        name: `shop/${entity.slice(4)}`,
        cluster: '',
        namespace: 'shop',
        nodes: [],
        version: '',
        firstSeen: START,
        lastSeen: START,
      },
    ]),
  );
  return { entities, relations };
}

function anomaly(entity: string, minute: number, difference: Partial<Anomaly> = {}): Anomaly {
  return {
    id: `ano_${entity}_${difference.measure ?? 'GET /'}_${minute}` as AnomalyId,
    entity: id(entity),
    signal: 'traces',
    kind: 'errors',
    measure: 'GET /',
    onset: at(minute),
    lastSeen: at(minute),
    p: 1e-6,
    surprise: 6,
    rank: 1,
    direction: 'up',
    observed: 0.23,
    expected: 0.01,
    unit: 'share',
    query: { kind: 'spans', entity: id(entity), range: { from: at(minute), to: at(minute + 1) } },
    hard: false,
    marks: [],
    ...difference,
  };
}

interface Step {
  readonly minute: number;
  readonly anomalies?: readonly Anomaly[];
  /** Those of `anomalies` that may not start an incident. */
  readonly context?: readonly Anomaly[];
  readonly dataTrust?: number;
  readonly closedByHand?: readonly IncidentId[];
}

function correlate(calls: string) {
  const topology = topologyOf(calls);
  let correlation = createCorrelation();
  const states = new Map<IncidentId, Incident>();
  const told: string[] = [];
  return {
    step({ minute, anomalies = [], context = [], dataTrust = 1, closedByHand = [] }: Step): void {
      const frame: MinuteFrame = {
        minute: at(minute),
        metrics: [],
        spans: [],
        templates: [],
        changes: [],
        events: [],
        topology,
        seriesById: new Map(),
        templateById: new Map(),
      };
      const input: CorrelationInput = {
        frame,
        anomalies: [...anomalies, ...context],
        starters: anomalies.filter(({ end }) => end === undefined),
        predictions: [],
        dataTrust,
        closedByHand: new Set(closedByHand),
        usualP95Ms: () => undefined,
      };
      const step = correlation.step(input);
      for (const incident of step.incidents) states.set(incident.id, incident);
      told.push(...step.activity.map(({ activity }) => activity.kind));
    },
    restart(): void {
      correlation = createCorrelation(correlation.snapshot());
    },
    incidents: (): Incident[] => [...states.values()],
    told,
  };
}

test('errors along a call are one incident of both, begun with the first', () => {
  const shop = correlate('web>cart');
  shop.step({ minute: 0, anomalies: [anomaly('cart', 0)] });
  shop.step({ minute: 1, anomalies: [anomaly('web', 1)] });
  const [incident, ...others] = shop.incidents();
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ state: 'open', startedAt: at(0), detectedAt: at(1), severity: 'minor' });
  expect(incident!.entities).toEqual([
    { entity: id('cart'), role: 'symptom' },
    { entity: id('web'), role: 'symptom' },
  ]);
  expect(shop.told).toEqual(['opened', 'grew']);
});

test('without enough data nothing is resolved', () => {
  const shop = correlate('web>cart');
  const first = anomaly('cart', 0);
  shop.step({ minute: 0, anomalies: [first] });
  shop.step({ minute: 1, anomalies: [{ ...first, end: at(1) }] });
  for (let minute = 2; minute <= 30; minute++) shop.step({ minute, dataTrust: 0.2 });
  expect(shop.incidents()[0]).toMatchObject({ state: 'open', frozen: true });
  shop.step({ minute: 31, dataTrust: 1 });
  expect(shop.incidents()[0]).toMatchObject({ state: 'resolved', frozen: false });
});

test('the same again within half an hour reopens the incident, later it is a new one', () => {
  const shop = correlate('web>cart');
  const harm = (minute: number): void => {
    const one = anomaly('cart', minute);
    shop.step({ minute, anomalies: [one] });
    shop.step({ minute: minute + 1, anomalies: [{ ...one, end: at(minute + 1) }] });
  };
  harm(0);
  for (let minute = 2; minute <= 20; minute++) shop.step({ minute });
  harm(40);
  expect(shop.incidents()).toMatchObject([{ state: 'open', reopened: 1 }]);
  for (let minute = 42; minute <= 100; minute++) shop.step({ minute });
  harm(120);
  expect(shop.incidents().map(({ state }) => state)).toEqual(['resolved', 'open']);
});

test('what cannot start an incident joins one, and by itself starts none', () => {
  const slower = (minute: number): Anomaly =>
    anomaly('cart', minute, { kind: 'saturation', signal: 'metrics', measure: 'db.client.connection.count' });
  const alone = correlate('web>cart');
  alone.step({ minute: 0, context: [slower(0)] });
  expect(alone.incidents()).toEqual([]);
  const together = correlate('web>cart');
  together.step({ minute: 0, anomalies: [anomaly('cart', 0)], context: [slower(0)] });
  expect(together.incidents()[0]!.anomalies).toHaveLength(2);
});

test('what a rollout explains is listed with its reason and does not count', () => {
  const shop = correlate('web>cart');
  const expected = anomaly('cart', 0, { measure: 'restarts', kind: 'restarts', marks: ['expected'] });
  shop.step({ minute: 0, anomalies: [anomaly('cart', 0)], context: [expected] });
  const [incident] = shop.incidents();
  expect(incident!.anomalies).toHaveLength(1);
  shop.step({ minute: 1, anomalies: [anomaly('web', 1)] });
  expect(shop.incidents()[0]!.suppressed).toEqual([
    { anomaly: expected.id, reason: 'explained by a rollout or by load' },
  ]);
});

test('an incident that a person dismissed neither grows nor comes back', () => {
  const shop = correlate('web>cart');
  const first = anomaly('cart', 0);
  shop.step({ minute: 0, anomalies: [first] });
  const [incident] = shop.incidents();
  shop.step({ minute: 1, anomalies: [anomaly('web', 1)], closedByHand: [incident!.id] });
  expect(shop.incidents()[0]!.anomalies).toEqual([first.id]);
});

test('a restart in the middle changes nothing', () => {
  const run = (restarts: boolean): Incident[] => {
    const shop = correlate('web>cart cart>db');
    const first = anomaly('db', 0);
    shop.step({ minute: 0, anomalies: [first] });
    if (restarts) shop.restart();
    shop.step({ minute: 1, anomalies: [{ ...first, end: at(1) }, anomaly('cart', 1)] });
    if (restarts) shop.restart();
    for (let minute = 2; minute <= 20; minute++) shop.step({ minute });
    return shop.incidents();
  };
  expect(run(true)).toEqual(run(false));
});
