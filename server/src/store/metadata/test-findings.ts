/** Findings for tests: whole nouns, of which a test names only what it is about. */
import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Findings } from '@foreshock/model/findings.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { Odds, Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';

export const checkout = 'ent_checkout' as EntityId;

export function testFindings(watermark: number, found: Partial<Findings> = {}): Findings {
  return {
    watermark,
    anomalies: [],
    predictions: [],
    incidents: [],
    activity: [],
    ledger: [],
    exhaustion: [],
    dataTrust: { time: watermark, share: 1, silent: [], reporting: 3, expected: 3 },
    unusual: [],
    ...found,
  };
}

export function testAnomaly(id: string, onset: number, fields: Partial<Anomaly> = {}): Anomaly {
  return {
    id: id as AnomalyId,
    entity: checkout,
    signal: 'metrics',
    kind: 'latency',
    measure: 'http.server.duration',
    onset,
    lastSeen: onset,
    p: 1e-6,
    surprise: 6,
    rank: 1,
    direction: 'up',
    observed: 900,
    expected: 120,
    unit: 'ms',
    query: { kind: 'series', series: 'ser_1', range: { from: onset, to: onset + MINUTE } },
    hard: false,
    marks: [],
    ...fields,
  };
}

export function testOdds(probability: number): Odds {
  return {
    display: 'percent',
    band: 'high',
    horizon: HOUR,
    probability,
    low: probability / 2,
    high: Math.min(1, probability * 1.2),
    cap: 0.95,
    curve: [{ horizon: HOUR, probability, low: probability / 2, high: Math.min(1, probability * 1.2) }],
  };
}

export function testPrediction(id: string, fields: Partial<Prediction> = {}): Prediction {
  return {
    id: id as PredictionId,
    revision: 1,
    entity: checkout,
    failure: 'out_of_memory',
    state: 'active',
    outcome: 'pending',
    issuedAt: 1_000,
    updatedAt: 1_000,
    odds: testOdds(0.7),
    record: { calls: 0, hits: 0, low: 0, high: 1, source: 'none', outcomes: [] },
    dataTrust: 1,
    missing: [],
    evidence: [],
    hypotheses: [],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
    baseProbability: 0.01,
    threshold: 0.5,
    model: { version: 'm1', features: 'f1' },
    ...fields,
  };
}

export function testIncident(id: string, fields: Partial<Incident> = {}): Incident {
  return {
    id: id as IncidentId,
    state: 'open',
    frozen: false,
    severity: 'major',
    title: 'checkout is slow',
    origin: 'rule',
    startedAt: 1_000,
    detectedAt: 2_000,
    updatedAt: 2_000,
    dataTrust: 1,
    entities: [{ entity: checkout, role: 'symptom' }],
    anomalies: [],
    suppressed: [],
    impact: { services: 1 },
    predictions: [],
    hypotheses: [],
    evidence: [],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
    reopened: 0,
    ...fields,
  };
}

export function testForecast(prediction: string, shown: number, revision = 1): LedgerEntry & { type: 'forecast' } {
  return {
    type: 'forecast',
    issuedAt: 1_000,
    dataAsOf: 900,
    prediction: prediction as PredictionId,
    revision,
    entity: checkout,
    failure: 'out_of_memory',
    horizon: HOUR,
    tiers: { P0: 0.6, P1: 0.8 },
    calibrated: shown,
    cap: 0.95,
    shown,
    display: 'percent',
    threshold: 0.5,
    delivery: 'warned',
    weight: 1,
    model: 'm1',
    features: 'f1',
    evidence: ['ev_1'],
    completeness: 1,
  };
}

export function testOutcome(
  prediction: string,
  of: number,
  outcome: 'hit' | 'miss' | 'acted' | 'undecidable',
): LedgerEntry & { type: 'outcome' } {
  return {
    type: 'outcome',
    of,
    prediction: prediction as PredictionId,
    entity: checkout,
    failure: 'out_of_memory',
    outcome,
    resolvedAt: 5_000,
  };
}
