import type { Prediction } from '@foreshock/model/prediction.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { advanceCall, type CallFacts, type OpenCall } from './resolve-predictions.ts';
import { entity, inputAt, START } from './simulated-minutes.ts';
import { issuePrediction } from './write-prediction.ts';

const at = (minute: number): number => START + minute * MINUTE;

function call(state: Prediction['state'] = 'active'): OpenCall {
  const odds = {
    display: 'band',
    band: 'high',
    horizon: 60 * MINUTE,
    probability: 0.6,
    low: 0.4,
    high: 0.8,
    cap: 0.9,
    curve: [],
  } as const;
  const record = { calls: 0, hits: 0, low: 0, high: 1, source: 'none', outcomes: [] } as const;
  const contents = {
    updatedAt: START,
    odds,
    record,
    dataTrust: 1,
    missing: [],
    evidence: [],
    baseProbability: 0.001,
    threshold: 0.5,
    model: { version: '1', features: '1' },
  };
  const prediction = { ...issuePrediction(entity('db'), 'pool_exhausted', 'active', contents), state };
  return {
    prediction,
    end: at(60),
    headline: 3,
    issued: 0.6,
    told: 0.6,
    called: 0.6,
    lowSince: 0,
    missingMinutes: 0,
    actedAt: 0,
    thawsTo: 'active',
  };
}

function facts(minute: number, parts: Partial<CallFacts> = {}): CallFacts {
  const { now } = inputAt(minute - 1);
  return { now, probability: 0.6, threshold: 0.5, dataTrust: 1, onset: undefined, acted: false, ...parts };
}

function advance(from: OpenCall, minutes: readonly CallFacts[]) {
  let open = from;
  let last = advanceCall(open, minutes[0]!);
  for (const minute of minutes) {
    last = advanceCall(open, minute);
    open = { ...last.call, prediction: { ...last.call.prediction, state: last.state } };
  }
  return last;
}

const through = (from: number, to: number, parts: Partial<CallFacts> = {}): CallFacts[] =>
  Array.from({ length: to - from + 1 }, (_, n) => facts(from + n, parts));

test('an onset within the horizon is a hit, none until its end is a miss', () => {
  expect(advance(call(), [facts(30, { onset: at(29) })])).toMatchObject({ state: 'closed', outcome: 'hit' });
  expect(advance(call(), through(1, 59))).toMatchObject({ state: 'active', outcome: 'pending' });
  expect(advance(call(), through(1, 60))).toMatchObject({ state: 'closed', outcome: 'miss' });
});

test('a call is withdrawn after ten minutes below 0.6 of the threshold, not before', () => {
  expect(advance(call(), through(1, 10, { probability: 0.29 })).state).toBe('active');
  expect(advance(call(), through(1, 11, { probability: 0.29 })).state).toBe('withdrawn');
  const interrupted = [
    ...through(1, 8, { probability: 0.29 }),
    facts(9, { probability: 0.31 }),
    ...through(10, 19, { probability: 0.29 }),
  ];
  expect(advance(call(), interrupted).state).toBe('active');
});

test('a withdrawn call is still scored at its first horizon', () => {
  expect(advance(call('withdrawn'), [facts(40, { onset: at(39) })]).outcome).toBe('hit');
  expect(advance(call('withdrawn'), through(1, 60)).outcome).toBe('miss');
});

test('without trust in the data a call is frozen and thaws to what it was', () => {
  const frozen = advance(call(), through(1, 12, { dataTrust: 0.79, probability: 0.01 }));
  expect(frozen).toMatchObject({ state: 'frozen', outcome: 'pending' });
  const open = { ...frozen.call, prediction: { ...frozen.call.prediction, state: 'frozen' as const } };
  expect(advanceCall(open, facts(13)).state).toBe('active');
});

test('first that fits: undecidable, acted, hit, miss', () => {
  const silent = through(1, 13, { probability: undefined });
  const acted = [facts(14, { acted: true })];
  const onset = [facts(20, { onset: at(19) })];
  expect(advance(call(), [...silent, ...acted, ...onset]).outcome).toBe('undecidable');
  expect(advance(call(), [...acted, ...onset]).outcome).toBe('acted');
  expect(advance(call(), [...acted, ...through(15, 60)]).outcome).toBe('acted');
  expect(advance(call(), [...silent.slice(0, 12), ...onset]).outcome).toBe('hit');
});

test('the highest call is remembered, but not one made on bad data', () => {
  const minutes = [facts(1, { probability: 0.8 }), facts(2, { probability: 0.95, dataTrust: 0.5 }), facts(3)];
  expect(advance(call(), minutes).call.called).toBe(0.8);
});
