import { PredictionSummary } from '@foreshock/contract/operations/predictions.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Odds, Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { directoryOf } from './entity-view.ts';
import { headlineOf, viewOdds, viewPrediction } from './prediction-view.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const DB = 'ent_db' as EntityId;
const entities = directoryOf(
  new Map([[DB, { id: DB, kind: 'service', name: 'shop/checkout-db', cluster: 'eu' } as Entity]]),
);

const odds: Odds = {
  display: 'percent',
  band: 'high',
  horizon: HOUR,
  probability: 0.71,
  low: 0.62,
  high: 0.79,
  cap: 0.9,
  curve: [{ horizon: 15 * MINUTE, probability: 0.06, low: 0.02, high: 0.1 }],
};

function prediction(difference: Partial<Prediction> = {}): Prediction {
  return {
    id: 'prd_1' as PredictionId,
    revision: 3,
    entity: DB,
    failure: 'pool_exhausted',
    state: 'active',
    outcome: 'pending',
    issuedAt: NOW - HOUR,
    updatedAt: NOW,
    odds,
    lead: { p10: 16 * MINUTE, median: 39 * MINUTE, p90: 56 * MINUTE },
    record: { calls: 48, hits: 34, low: 0.57, high: 0.82, source: 'replay', outcomes: [] },
    dataTrust: 0.97,
    missing: [],
    evidence: [],
    hypotheses: [],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
    baseProbability: 0.01,
    threshold: 0.5,
    model: { version: '1', features: 'f' },
    ...difference,
  };
}

test('headlines say what, how likely and when, and never "will"', () => {
  const shown = (display: Odds['display'], rest: Partial<Prediction> = {}): string =>
    headlineOf(prediction({ odds: { ...odds, display }, ...rest }), entities);
  const cases: [string, string][] = [
    [shown('percent'), 'checkout-db: about 7 in 10 to run out of connections within 60 min'],
    [shown('band'), 'checkout-db may run out of connections within 60 min: the odds are high'],
    [shown('none'), "checkout-db may run out of connections: we don't know yet how likely"],
    [shown('date', { failure: 'cert_expiry', deadline: NOW + 7 * DAY }), 'checkout-db: the certificate ends in 7 d'],
    [shown('percent', { state: 'closed', outcome: 'hit' }), 'checkout-db: connection exhaustion came true'],
    [
      shown('percent', { state: 'closed', outcome: 'miss' }),
      'checkout-db: we were wrong, connection exhaustion did not come',
    ],
    [
      shown('percent', { state: 'closed', outcome: 'acted' }),
      'checkout-db: somebody acted before connection exhaustion',
    ],
    [shown('percent', { state: 'withdrawn' }), 'checkout-db: connection exhaustion withdrawn, still being scored'],
  ];
  for (const [headline, text] of cases) {
    expect(headline).toBe(text);
    expect(headline).not.toMatch(/\bwill\b|certain[^i]/);
  }
});

test('a percent that is not earned leaves the server nowhere', () => {
  const view = viewOdds({ ...odds, display: 'band' }, 4);
  expect(view).toMatchObject({
    probability: null,
    low: null,
    high: null,
    cap: null,
    curve: [],
    needed: { have: 4, need: 20 },
  });
  expect(JSON.stringify(view)).not.toContain('0.71');
});

test('an earned percent comes with its range and its course', () => {
  expect(viewOdds(odds, 48)).toEqual({
    display: 'percent',
    band: 'high',
    horizon: 'PT1H',
    probability: 0.71,
    low: 0.62,
    high: 0.79,
    cap: 0.9,
    curve: [{ h: 'PT15M', p: 0.06, low: 0.02, high: 0.1 }],
    needed: null,
  });
});

test('a date needs no outcomes', () => {
  expect(viewOdds({ ...odds, display: 'date' }, 0).needed).toBeNull();
});

test('the view fits the schema, with everything absent too', () => {
  const { lead: _, ...bare } = prediction();
  for (const one of [
    prediction(),
    bare,
    prediction({
      closedAt: NOW,
      snooze: { by: 'ana', from: NOW, until: NOW + HOUR, untilProbability: 0.8 },
      acknowledgedBy: 'ana',
    }),
  ]) {
    expect(
      PredictionSummary.safeParse(
        viewPrediction(one, entities, new Map(), { historyUntil: undefined, drillIdOf: () => null }),
      ).error,
    ).toBeUndefined();
  }
});
