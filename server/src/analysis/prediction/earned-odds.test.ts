import type { PredictionId } from '@foreshock/model/prediction.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../statistics/counter-hash.ts';
import {
  calibrationRejected,
  capOf,
  type Episode,
  earnedProbability,
  hasEarnedPercent,
  intervalOf,
  trackRecordOf,
} from './earned-odds.ts';

function episodes(count: number, called: number, hits: number, source: 'ledger' | 'replay' = 'ledger'): Episode[] {
  return Array.from({ length: count }, (_, n) => ({
    prediction: `prd_${called}_${n}` as PredictionId,
    issued: called,
    called,
    hit: n < hits,
    source,
  }));
}

test('the cap is (k + 1) / (n + 2) of the calls at least as high, less five points', () => {
  const record = [...episodes(18, 0.9, 17), ...episodes(30, 0.5, 10)];
  expect(capOf(record, 0.9, 'learned')).toBeCloseTo(18 / 20, 10);
  expect(capOf(record, 0.54, 'learned')).toBeCloseTo(28 / 50, 10);
});

test('with fewer than ten calls the cap follows from what backs the number', () => {
  expect(capOf([], 0.95, 'learned')).toBe(0.7);
  expect(capOf(episodes(9, 0.9, 9), 0.95, 'own-history')).toBe(0.9);
  expect(capOf([], 0.999, 'deadline')).toBe(0.99);
});

test('what is shown never exceeds its cap and never falls when the forecast rises', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const record = Array.from({ length: 120 }, (_, n) => ({
      ...episodes(1, 0.3 + 0.7 * counterUniform(seed, n, 1), 0)[0]!,
      hit: counterUniform(seed, n, 2) < counterUniform(seed, 0, 3),
    }));
    let before = 0;
    for (let percent = 0; percent <= 100; percent += 1) {
      const { probability, cap } = earnedProbability(record, percent / 100, 'learned');
      expect(probability).toBeLessThanOrEqual(cap);
      expect(probability).toBeLessThanOrEqual(percent / 100 + 1e-12);
      expect(probability).toBeGreaterThanOrEqual(before);
      before = probability;
    }
  }
});

test('percent are earned with twenty calls, skill, calibration and a narrow interval, and with nothing less', () => {
  const good = episodes(60, 0.7, 42);
  const interval = intervalOf(good, 0.7);
  expect(hasEarnedPercent(good, 0.2, interval)).toBe(true);
  expect(hasEarnedPercent(good, 0, interval)).toBe(false);
  expect(hasEarnedPercent(good.slice(0, 19), 0.2, interval)).toBe(false);
  expect(hasEarnedPercent(good, 0.2, { low: 0.5, high: 0.81 })).toBe(false);
  // What is told in percent already does not flicker.
  expect(hasEarnedPercent(good, 0.2, { low: 0.5, high: 0.81 }, true)).toBe(true);
  expect(hasEarnedPercent(good, 0.2, { low: 0.5, high: 0.91 }, true)).toBe(false);
  expect(hasEarnedPercent(episodes(60, 0.7, 20), 0.2, interval)).toBe(false);
});

test('calibration is rejected when hits come far more or less often than called', () => {
  expect(calibrationRejected(episodes(100, 0.7, 70))).toBe(false);
  expect(calibrationRejected(episodes(100, 0.7, 50))).toBe(true);
  expect(calibrationRejected(episodes(100, 0.7, 90))).toBe(true);
});

test('the record is of the replay until a live call has come to an end, and says so', () => {
  expect(trackRecordOf([], 0.7).source).toBe('none');
  const replayed = episodes(10, 0.7, 6, 'replay');
  expect(trackRecordOf(replayed, 0.7)).toMatchObject({ calls: 10, hits: 6, source: 'replay' });
  expect(trackRecordOf([...replayed, ...episodes(2, 0.7, 1)], 0.7)).toMatchObject({
    calls: 2,
    hits: 1,
    source: 'ledger',
  });
});
