import type { EntityId } from '@foreshock/model/entity.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { testAnomaly, testIncident, testPrediction } from '../store/metadata/test-findings.ts';
import { type BegunDrill, type FoundMeanwhile, measureDrill } from './measure-drill.ts';

const START = Date.UTC(2026, 10, 27, 12);
const at = (minutes: number): number => START + minutes * MINUTE;
const id = (name: string): EntityId => `ent_${name}` as EntityId;

const drill: BegunDrill = {
  id: 'drl_a',
  kind: 'pool',
  namespace: 'shop',
  course: 12 * MINUTE,
  state: 'settling',
  requestedAt: START,
  requestedBy: 'ana',
  startedAt: START + 10_000,
  onset: at(12),
  endedAt: at(17),
  fault: {
    variant: 'leaked-connections',
    failure: 'pool_exhausted',
    rootCause: 'shop/inventory',
    touches: ['shop/inventory', 'shop/catalog-db'],
    reach: ['shop/inventory', 'shop/catalog-db', 'shop/web'],
  },
  others: ['shop/cart'],
};

const about = (name: string) => [{ entity: id(name), role: 'symptom' as const }];
// Of a hypothesis only these are read.
const blame = (name: string): Hypothesis => ({ entity: id(name), state: 'candidate' }) as Hypothesis;

function measured(found: Partial<FoundMeanwhile>) {
  const nameOf = (of: EntityId) => `shop/${of.slice('ent_'.length)}`;
  return measureDrill(drill, { anomalies: [], predictions: [], incidents: [], nameOf, until: at(22), ...found });
}

test('of a fault that is called and found the times and the rank of its cause are told', () => {
  const result = measured({
    anomalies: [testAnomaly('ano_a', at(3), { entity: id('catalog-db') })],
    predictions: [
      testPrediction('prd_late', { entity: id('catalog-db'), issuedAt: at(9) }),
      testPrediction('prd_a', { entity: id('catalog-db'), failure: 'pool_exhausted', issuedAt: at(5) }),
    ],
    incidents: [
      testIncident('inc_a', {
        startedAt: at(11),
        detectedAt: at(14),
        entities: about('catalog-db'),
        hypotheses: [blame('catalog-db'), blame('inventory')],
      }),
    ],
  });
  expect(result).toEqual({
    until: at(22),
    firstAnomalyAt: at(3),
    firstCall: { prediction: 'prd_a', failure: 'pool_exhausted', issuedAt: at(5), lead: 7 * MINUTE },
    incident: { id: 'inc_a', detectedAt: at(14), after: 14 * MINUTE - 10_000, afterHarm: 2 * MINUTE },
    causeRank: 2,
    hypotheses: 2,
    falseAlarms: [],
  });
});

test('what was there before and what stays in the shadow find nothing', () => {
  const result = measured({
    anomalies: [testAnomaly('ano_old', at(-5), { entity: id('catalog-db') })],
    predictions: [
      testPrediction('prd_shadow', { entity: id('catalog-db'), state: 'shadow', issuedAt: at(5) }),
      testPrediction('prd_old', { entity: id('catalog-db'), issuedAt: at(-5) }),
    ],
    incidents: [testIncident('inc_old', { startedAt: at(-5), entities: about('catalog-db') })],
  });
  expect(result).toEqual({ until: at(22), hypotheses: 0, falseAlarms: [] });
});

test('an incident that became part of an older one was found, and its cause is looked for there', () => {
  const older = testIncident('inc_old', {
    startedAt: at(-5),
    entities: about('catalog-db'),
    hypotheses: [blame('cart'), blame('web'), blame('inventory')],
  });
  const merged = { state: 'merged', mergedInto: older.id } as const;
  const result = measured({
    incidents: [
      older,
      testIncident('inc_a', { startedAt: at(5), detectedAt: at(7), entities: about('inventory'), ...merged }),
    ],
  });
  expect(result).toMatchObject({ incident: { id: 'inc_a', detectedAt: at(7) }, causeRank: 3, hypotheses: 3 });
  expect(result.falseAlarms).toEqual([]);
});

test('a false alarm is about what neither this fault nor another one reaches', () => {
  const incident = (name: string) => testIncident(`inc_${name}`, { startedAt: at(6), entities: about(name) });
  const result = measured({
    incidents: [incident('web'), incident('cart'), incident('email')],
    predictions: [testPrediction('prd_search', { entity: id('search'), issuedAt: at(6) })],
  });
  expect(result.falseAlarms).toEqual(['inc_email', 'prd_search']);
});
