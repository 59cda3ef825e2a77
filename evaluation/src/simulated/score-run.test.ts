import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { RunRecord, SeenIncident, SeenWarning } from './run-record.ts';
import { scoreForecasts } from './score-forecasts.ts';
import { scoreRun } from './score-run.ts';

const START = Date.UTC(2026, 0, 6);
const at = (minute: number): number => START + minute * MINUTE;

/** A pool that is empty after 50 minutes; requests fail from minute 49 on, all is well again at 70. */
function record(parts: Partial<RunRecord>): RunRecord {
  return {
    plan: { seed: 1, family: 'pool-exhaustion', mechanism: 'usual' },
    range: { from: START, to: at(130) },
    truth: {
      faultId: 'pool-exhaustion-1',
      family: 'pool-exhaustion',
      mechanism: 'usual',
      variant: 'leaked-connections',
      decoy: false,
      failure: 'pool_exhausted',
      entity: 'shop/checkout-db',
      rootCause: 'shop/cart',
      precursorStart: START,
      onset: at(50),
      firstFailedRequest: at(49),
      end: at(70),
    },
    failures: [{ failure: 'pool_exhausted', entity: 'shop/checkout-db', instance: '', onset: at(50), end: at(70) }],
    warnings: [],
    incidents: [],
    forecasts: [],
    simple: { predictLinear: [], nineTenths: [] },
    cpuSeconds: 1,
    ...parts,
  };
}

function decoy(parts: Partial<RunRecord>): RunRecord {
  const { truth, ...rest } = record(parts);
  const { onset: _onset, failure: _failure, entity: _entity, rootCause: _cause, ...others } = truth;
  return { ...rest, failures: [], truth: { ...others, decoy: true } };
}

function warning(issued: number, parts: Partial<SeenWarning> = {}): SeenWarning {
  return {
    id: `prd_${issued}`,
    entity: 'shop/checkout-db',
    failure: 'pool_exhausted',
    issuedAt: at(issued),
    firstState: 'shadow',
    display: 'band',
    outcome: 'miss',
    highest: 0.6,
    deliveredPercent: false,
    causes: ['shop/cart'],
    course: [],
    ...parts,
  };
}

function incident(started: number, detected: number, parts: Partial<SeenIncident> = {}): SeenIncident {
  return {
    id: `inc_${started}`,
    title: 'web fails 9.8 % of requests',
    state: 'resolved',
    severity: 'minor',
    startedAt: at(started),
    detectedAt: at(detected),
    resolvedAt: at(90),
    reopened: 0,
    causes: ['shop/cart'],
    mostAnomalies: [],
    lastChanged: [],
    ...parts,
  };
}

test('a warning counts while it stands; the lead is that of the call that was open at the onset', () => {
  const withdrawn = warning(5, { endedAt: at(20) });
  const standing = warning(30, { endedAt: at(51), outcome: 'hit' });
  const score = scoreRun(record({ warnings: [withdrawn, standing] }));
  expect(score.lead).toBe(20 * MINUTE);
  expect(score.warnedBeforeFailing).toBe(true);
  expect(scoreRun(record({ warnings: [withdrawn] })).lead).toBe(0);
});

test('a warning after the first failed request is late, however long before the onset', () => {
  expect(scoreRun(record({ warnings: [warning(49)] }))).toMatchObject({ warnedBeforeFailing: false, lead: MINUTE });
});

test('a call for another failure, or of somebody to whom nothing happens, is in vain', () => {
  const other = warning(10, { failure: 'out_of_memory', endedAt: at(40) });
  const elsewhere = warning(10, { entity: 'shop/web', endedAt: at(40) });
  const atCause = warning(10, { entity: 'shop/cart', endedAt: at(51) });
  const score = scoreRun(record({ warnings: [other, elsewhere, atCause] }));
  expect(score.falseWarnings).toEqual([other, elsewhere]);
  expect(score.warning).toBe(atCause);
});

test('an incident long before the onset that is over is not that of the failure', () => {
  const early = incident(2, 4, { resolvedAt: at(30) });
  const right = incident(48, 51);
  const score = scoreRun(record({ incidents: [early, right] }));
  expect(score.incident).toBe(right);
  expect(score.incidentsOfFault).toBe(2);
});

test('an incident after the aftermath is false, merged ones count nowhere', () => {
  const late = incident(120, 122);
  const merged = incident(48, 50, { state: 'merged' });
  const score = scoreRun(record({ incidents: [merged, late] }));
  expect(score.falseIncidents).toEqual([late]);
  expect(score.incidentsOfFault).toBe(0);
});

test('on a decoy every incident is false, and a major one would have woken somebody', () => {
  const score = scoreRun(decoy({ incidents: [incident(5, 7), incident(9, 11, { severity: 'major' })] }));
  expect(score.falseIncidents).toHaveLength(2);
  expect(score.pages).toHaveLength(1);
});

test('of the simple rules too only what stands at the onset counts', () => {
  const alarm = { entity: 'shop/checkout-db', measure: 'db.client.connection.count' };
  const simple = {
    predictLinear: [
      { ...alarm, from: at(10), to: at(20) },
      { ...alarm, from: at(35) },
      { entity: 'shop/web', measure: 'container.memory.working_set', from: at(12) },
    ],
    nineTenths: [],
  };
  expect(scoreRun(record({ simple })).simple).toEqual({
    predictLinear: { lead: 15 * MINUTE, falseAlarms: 1 },
    nineTenths: { lead: 0, falseAlarms: 0 },
  });
});

test('forecasts are held against what came within their horizon, by weight', () => {
  const about = { entity: 'shop/checkout-db', failure: 'pool_exhausted', horizon: HOUR, shown: false } as const;
  const forecasts = [
    { ...about, issuedAt: at(0), probability: 0.9, weight: 1 },
    { ...about, issuedAt: at(60), probability: 0.1, weight: 9 },
    { ...about, issuedAt: at(30), probability: 0.9, weight: 1, horizon: 10 * MINUTE, shown: true },
  ];
  const all = scoreForecasts([record({ forecasts })], false);
  expect(all.baseRate).toBeCloseTo(1 / 11);
  expect(all.bins.at(-1)).toMatchObject({ forecasts: 2, came: 0.5 });
  expect(scoreForecasts([record({ forecasts })], true).forecasts).toBe(1);
});
