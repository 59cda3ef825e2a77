import { expect, test } from 'vitest';
import { change, faultsOf, order } from './test-answers.ts';

test('an id that the evidence does not have is caught, wherever it stands', () => {
  const holds = [change, order];
  const caught = [
    { ...change, evidence: ['V1', 'V99'] },
    { ...change, subject: 'E9' },
    { ...change, text: '{{V77.measure}} on {{E1}} rose.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('R1');
});
