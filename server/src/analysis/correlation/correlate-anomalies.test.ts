import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Relation } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import type { MinuteFrame } from '../minute-frame.ts';
import { createCorrelation } from './correlate-anomalies.ts';

const START = Date.UTC(2026, 0, 5);
const SHOP = ['web', 'cart', 'checkout-db', 'search', 'search-db'];
const CALLS = [
  ['web', 'cart'],
  ['cart', 'checkout-db'],
  ['web', 'search'],
  ['search', 'search-db'],
] as const;

const entity = (name: string): EntityId => `ent_${name}` as EntityId;

/** What lasts from `from` until `to`, both minutes. */
interface Trouble extends Partial<Omit<Anomaly, 'entity' | 'peer'>> {
  readonly on: string;
  readonly from: number;
  readonly to: number;
  readonly callsTo?: string;
}

function frameAt(minute: number): MinuteFrame {
  const entities = new Map(
    SHOP.map((name): [EntityId, Entity] => [
      entity(name),
      {
        id: entity(name),
        kind: 'service',
        name: `shop/${name}`,
        cluster: 'c',
        namespace: 'shop',
        nodes: [],
        version: '1',
        firstSeen: START,
        lastSeen: START,
      },
    ]),
  );
  const relations = CALLS.map(
    ([from, to]): Relation => ({ from: entity(from), to: entity(to), kind: 'calls', lastSeen: START }),
  );
  return {
    minute: START + minute * MINUTE,
    metrics: [],
    spans: [],
    templates: [],
    events: [],
    changes: [],
    topology: { entities, relations },
    seriesById: new Map(),
    templateById: new Map(),
  };
}

function anomalyOf({ on, from, to, callsTo, ...parts }: Trouble, minute: number): Anomaly {
  const isOver = minute > to;
  const onset = START + from * MINUTE;
  return {
    id: `ano_${on}_${parts.kind ?? 'errors'}_${parts.measure ?? ''}_${from}` as AnomalyId,
    entity: entity(on),
    signal: 'traces',
    kind: 'errors',
    measure: 'request errors',
    ...(callsTo && { peer: entity(callsTo) }),
    onset,
    lastSeen: START + Math.min(minute, to) * MINUTE,
    ...(isOver && { end: START + (to + 1) * MINUTE }),
    p: 1e-9,
    surprise: 9,
    rank: 9,
    direction: 'up',
    observed: 0.098,
    expected: 0.00002,
    unit: 'share',
    query: { kind: 'spans', entity: entity(on), range: { from: onset, to: onset } },
    hard: false,
    marks: [],
    ...parts,
  };
}

/** Each trouble is told from its first minute to the one after its last; all but context may start an incident. */
function incidentsOf(minutes: number, troubles: readonly Trouble[]): Incident[] {
  const correlation = createCorrelation({ detectorPeriodMs: MINUTE });
  const incidents = new Map<string, Incident>();
  for (let minute = 0; minute < minutes; minute++) {
    const told = troubles.filter(({ from, to }) => minute >= from && minute <= to + 1);
    const anomalies = told.map((trouble) => anomalyOf(trouble, minute));
    const isStarter = ({ kind, end }: Anomaly) => end === undefined && (kind === 'errors' || kind === 'latency');
    const step = correlation.step({
      frame: frameAt(minute),
      anomalies,
      starters: anomalies.filter((one) => isStarter(one) || (one.hard && one.end === undefined)),
      accusations: new Set(),
      predictions: [],
      dataTrust: 1,
      closedByHand: new Set(),
      usualP95Ms: () => undefined,
    });
    for (const incident of step.incidents) incidents.set(incident.id, incident);
  }
  return [...incidents.values()].filter(({ state }) => state !== 'merged');
}

test('an incident resolves 15 minutes after the last harm, whatever course still looks unusual', () => {
  const [incident, ...others] = incidentsOf(60, [
    { on: 'cart', from: 0, to: 10 },
    { on: 'cart', from: 0, to: 59, kind: 'other', signal: 'metrics', measure: 'duration variability' },
    { on: 'checkout-db', from: 5, to: 59, kind: 'saturation', signal: 'metrics', measure: 'cpu', unit: '{cpu}' },
  ]);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ state: 'resolved', resolvedAt: START + 25 * MINUTE });
});

test('pods of a workload that are killed one after the other are one incident', () => {
  const killed = { on: 'cart', signal: 'events', kind: 'saturation', measure: 'OOMKilled', hard: true } as const;
  expect(
    incidentsOf(60, [
      { ...killed, from: 0, to: 0 },
      { ...killed, from: 11, to: 11 },
    ]),
  ).toHaveLength(1);
});

test('harm that comes again half an hour after the last is another incident', () => {
  const [first, second] = incidentsOf(120, [
    { on: 'cart', from: 0, to: 2 },
    { on: 'cart', from: 60, to: 62 },
  ]);
  expect([first?.state, second?.state]).toEqual(['resolved', 'resolved']);
});

test('harm climbs from callee to caller along calls that are in trouble themselves', () => {
  const chain: Trouble[] = [
    { on: 'cart', from: 0, to: 20, kind: 'latency', unit: 'ms', callsTo: 'checkout-db', measure: 'latency of calls' },
    { on: 'cart', from: 1, to: 20, kind: 'latency', unit: 'ms', measure: 'request latency' },
    { on: 'web', from: 9, to: 20, kind: 'latency', unit: 'ms', callsTo: 'cart', measure: 'latency of calls' },
    { on: 'web', from: 9, to: 20 },
  ];
  expect(incidentsOf(60, chain)).toHaveLength(1);
});

test('two faults at once in parts that do not call each other stay apart', () => {
  const incidents = incidentsOf(60, [
    { on: 'checkout-db', from: 0, to: 20 },
    { on: 'search-db', from: 0, to: 20, kind: 'latency', measure: 'request latency', unit: 'ms' },
  ]);
  expect(incidents).toHaveLength(2);
});

test('the title tells the harm to users, in percent of their requests', () => {
  const [incident] = incidentsOf(20, [
    { on: 'checkout-db', from: 0, to: 10, surprise: 12, kind: 'latency', unit: 'ms', observed: 900, expected: 5 },
    { on: 'cart', from: 0, to: 10, kind: 'latency', unit: 'ms', measure: 'calls', callsTo: 'checkout-db' },
    { on: 'web', from: 0, to: 10, surprise: 4, marks: ['user-facing'] },
    { on: 'web', from: 0, to: 10, kind: 'latency', unit: 'ms', measure: 'calls', callsTo: 'cart' },
  ]);
  expect(incident?.title).toBe('web fails 9.8 % of requests (usual under 0.1 %)');
});

test('what became faster is no symptom', () => {
  const [incident] = incidentsOf(20, [
    { on: 'cart', from: 0, to: 10 },
    { on: 'cart', from: 0, to: 10, kind: 'latency', unit: 'ms', measure: 'calls', callsTo: 'checkout-db' },
    { on: 'checkout-db', from: 0, to: 10, kind: 'latency', direction: 'down', unit: 'ms', measure: 'request latency' },
  ]);
  const roles = new Map(incident?.entities.map(({ entity, role }) => [entity, role]));
  expect(roles.get(entity('cart'))).toBe('symptom');
  expect(roles.get(entity('checkout-db'))).not.toBe('symptom');
});
