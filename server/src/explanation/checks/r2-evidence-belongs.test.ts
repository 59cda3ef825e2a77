import { expect, test } from 'vitest';
import { change, faultsOf, order } from './test-answers.ts';

test('evidence about somebody else is caught, and what is spoken of without being cited', () => {
  const holds = [change, order];
  const caught = [
    { ...change, subject: 'E3' },
    { ...change, evidence: ['V3'] },
    { ...change, text: '{{V1.measure}} on {{E2}} rose.' },
    { ...change, evidence: [] },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('R2');
});
