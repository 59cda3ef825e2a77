import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createLearntState, recordOf } from './learnt-record.ts';
import { addPending, type MaturingFacts, matureForecasts, type PendingForecasts } from './mature-forecasts.ts';
import { pairKey } from './pair-key.ts';
import { entity, START } from './simulated-minutes.ts';

const at = (minute: number): number => START + minute * MINUTE;
const key = pairKey(entity('db'), 'pool_exhausted');

function pendingOf(...horizons: readonly number[]): PendingForecasts {
  const pending: PendingForecasts = new Map();
  for (const [bin, minutes] of horizons.entries()) {
    addPending(pending, {
      row: bin + 1,
      prediction: '',
      entity: entity('db'),
      failure: 'pool_exhausted',
      bin,
      issuedAt: START,
      end: at(minutes),
      stacked: 0.5,
      calibrated: 0.5,
      weight: 1,
    });
  }
  return pending;
}

function facts(minute: number, parts: Partial<MaturingFacts> = {}): MaturingFacts {
  const learnt = createLearntState();
  return {
    now: at(minute),
    onsets: new Map(),
    lastSeen: new Map([[key, at(minute)]]),
    actedAt: new Map(),
    recordOf: (failure) => recordOf(learnt, failure),
    wasActedUpon: () => false,
    ...parts,
  };
}

test('an onset resolves every longer horizon as a hit, those that are over are misses', () => {
  const pending = pendingOf(5, 15, 30);
  const first = matureForecasts(pending, facts(5));
  expect(first).toMatchObject([{ of: 1, outcome: 'miss' }]);
  const second = matureForecasts(pending, facts(10, { onsets: new Map([[key, { onset: at(9) }]]) }));
  expect(second).toMatchObject([
    { of: 2, outcome: 'hit', lead: 9 * MINUTE },
    { of: 3, outcome: 'hit', onsetAt: at(9) },
  ]);
  expect(pending.size).toBe(0);
});

test('a resource silent for more than a fifth of the horizon leaves it undecidable, an action makes it acted', () => {
  const silent = matureForecasts(pendingOf(60), facts(60, { lastSeen: new Map([[key, at(40)]]) }));
  expect(silent).toMatchObject([{ outcome: 'undecidable' }]);
  const acted = matureForecasts(pendingOf(60), facts(60, { actedAt: new Map([[key, at(30)]]) }));
  expect(acted).toMatchObject([{ outcome: 'acted' }]);
});

test('only hits and misses teach', () => {
  const learnt = createLearntState();
  const teaching = { recordOf: () => recordOf(learnt, 'pool_exhausted') };
  matureForecasts(pendingOf(60), facts(60, { ...teaching, actedAt: new Map([[key, at(30)]]) }));
  expect(recordOf(learnt, 'pool_exhausted').calibrators[0]!.rows).toHaveLength(0);
  matureForecasts(pendingOf(60), facts(60, teaching));
  expect(recordOf(learnt, 'pool_exhausted').calibrators[0]!.rows).toHaveLength(1);
});
