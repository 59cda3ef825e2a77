import { expect, test } from 'vitest';
import { faultsOf, forecast, odds, packOf } from './test-answers.ts';

const pack = packOf({ predictions: [forecast('db', 0.7)] });

test('a likelihood is that of a forecast, in its word, and nothing is certain', () => {
  const holds = [odds];
  const caught = [
    { ...odds, text: 'A failure of {{E1}} is very likely within {{F1.horizon}}.' },
    { ...odds, text: 'A failure of {{E1}} is unlikely within {{F1.horizon}}.' },
    { ...odds, text: '{{E1}} will fail within {{F1.horizon}}.' },
    { ...odds, evidence: [] },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('P1');
});
