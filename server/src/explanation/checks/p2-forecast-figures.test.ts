import { expect, test } from 'vitest';
import { change, faultsOf, forecast, odds, packOf } from './test-answers.ts';

const pack = packOf({ predictions: [forecast('db', 0.7), forecast('db', 0.9, { horizon: 4 * 3_600_000 })] });

test('odds and horizon are those of one forecast, the one whose word is said', () => {
  const holds = [odds];
  const caught = [
    {
      ...odds,
      text: 'A failure of {{E1}} is likely within {{F2.horizon}}, at {{F1.probability}}.',
      evidence: ['F1', 'F2'],
    },
    { ...odds, text: 'A failure of {{E1}} is likely within {{F2.horizon}}.', evidence: ['F1', 'F2'] },
    { ...change, text: '{{V1.measure}} on {{E1}} rose within {{F1.horizon}}.', evidence: ['V1', 'F1'] },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('P2');
});
