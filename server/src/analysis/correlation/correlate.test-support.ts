import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { IncidentCrowd } from '@foreshock/model/incident-crowd.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Relation, Topology } from '@foreshock/model/topology.ts';
import { emptyFrame } from '../minute-frame.ts';
import { type CorrelationInput, createCorrelation } from './correlate-anomalies.ts';

const START = Date.UTC(2026, 10, 22, 3);
export const at = (minute: number): number => START + minute * MINUTE;
export const id = (name: string): EntityId => `ent_${name}` as EntityId;

/** `web>cart cart>db`: who calls whom. */
export function topologyOf(calls: string): Topology {
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

export function anomaly(entity: string, minute: number, difference: Partial<Anomaly> = {}): Anomaly {
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
  /** Starters beside `anomalies` that say where something began. */
  readonly accusations?: readonly Anomaly[];
  readonly dataTrust?: number;
  readonly closedByHand?: readonly IncidentId[];
}

export function correlate(calls: string, detectorPeriodMs: number = MINUTE, snapshot?: Uint8Array) {
  const topology = topologyOf(calls);
  let correlation = createCorrelation({ detectorPeriodMs }, snapshot);
  const states = new Map<IncidentId, Incident>();
  const told: string[] = [];
  let crowd: IncidentCrowd | undefined;
  return {
    step({ minute, anomalies = [], context = [], accusations = [], dataTrust = 1, closedByHand = [] }: Step): void {
      const frame = emptyFrame(at(minute), topology);
      const input: CorrelationInput = {
        frame,
        anomalies: [...anomalies, ...accusations, ...context],
        starters: [...anomalies, ...accusations].filter(({ end }) => end === undefined),
        accusations: new Set(accusations.map(({ id }) => id)),
        predictions: [],
        dataTrust,
        closedByHand: new Set(closedByHand),
        usualP95Ms: () => undefined,
      };
      const step = correlation.step(input);
      crowd = step.crowd;
      for (const incident of step.incidents) states.set(incident.id, incident);
      told.push(...step.activity.map(({ activity }) => activity.kind));
    },
    restart(): void {
      correlation = createCorrelation({ detectorPeriodMs }, correlation.snapshot());
    },
    snapshot: (): Uint8Array => correlation.snapshot(),
    incidents: (): Incident[] => [...states.values()],
    told,
    crowd: () => crowd,
  };
}
