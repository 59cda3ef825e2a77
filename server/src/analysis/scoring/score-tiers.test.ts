import type { CalibrationQuestion } from '@foreshock/model/calibration.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { DAY } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { START, type TestCall, testLedger } from '../ledger-rows.test-support.ts';
import { scoreTiers } from './score-tiers.ts';

const everything: CalibrationQuestion = { scope: 'all', range: { from: START - DAY, to: START + 30 * DAY } };
const call = (outcome: 'hit' | 'miss' | 'acted', said = 0.5): TestCall => ({
  said: [said],
  outcome,
  ...(outcome === 'hit' && { lead: 30 }),
});

/** The same ledger with what tiers said of each forecast, in order. */
function withTiers(calls: readonly TestCall[], tiers: readonly Readonly<Record<string, number>>[]): LedgerRow[] {
  let next = 0;
  return testLedger(calls).map((row) =>
    row.entry.type === 'forecast' ? { ...row, entry: { ...row.entry, tiers: tiers[next++]! } } : row,
  );
}

test('each tier is scored on what it spoke of, beside what was told of the same', () => {
  const rows = withTiers(
    [call('hit'), call('miss'), call('hit'), call('miss')],
    [{ hazard: 0.9, trees: 1 }, { hazard: 0.9, trees: 0 }, { hazard: 0.9 }, { hazard: 0.9 }],
  );
  const scores = scoreTiers(rows, everything);
  expect([...scores.keys()]).toEqual(['hazard', 'trees']);
  expect(scores.get('trees')).toEqual({ forecasts: 2, said: 0.5, came: 0.5, skill: 1, toldSkill: 0 });
  expect(scores.get('hazard')).toMatchObject({ forecasts: 4, came: 0.5, toldSkill: 0 });
  expect(scores.get('hazard')!.skill).toBeCloseTo(1 - (0.01 + 0.81) / 2 / 0.25, 12);
});

test('what was acted upon is left out, and a tier of which nothing is decided is absent', () => {
  const rows = withTiers([call('acted'), call('hit')], [{ trees: 0.9 }, { hazard: 0.8 }]);
  const scores = scoreTiers(rows, everything);
  expect([...scores.keys()]).toEqual(['hazard']);
  // All came true: there is nothing to be better than.
  expect(scores.get('hazard')).not.toHaveProperty('skill');
});

test('of what was shown each call counts once in each ten percent, as in every other figure', () => {
  const said = { ...call('hit'), said: [0.5, 0.52, 0.71] };
  const tiers = [{ trees: 0.1 }, { trees: 0.2 }, { trees: 0.3 }, { trees: 0 }];
  const rows = withTiers([said, call('miss')], tiers);
  expect(scoreTiers(rows, { ...everything, scope: 'shown' }).get('trees')!.forecasts).toBe(3);
  expect(scoreTiers(rows, everything).get('trees')!.forecasts).toBe(4);
});
