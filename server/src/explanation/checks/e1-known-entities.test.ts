import { expect, test } from 'vitest';
import { change, fact, faultsOf, packOf } from './test-answers.ts';

const pack = packOf({ facts: [fact('db', 0, 'used', 97, 60), fact('node', 4, 'load', 9, 1)] });

test('an entity named in plain words is caught, and a node that answers requests', () => {
  const holds = [change, { ...change, text: '{{V1.measure}} on {{E1}} rose in the calling service.' }];
  const caught = [
    { ...change, text: 'The inventory service on {{E1}} rose.' },
    { ...change, subject: 'E2', text: 'The node answered {{V1.measure}} on {{E2}}.', evidence: ['V1'] },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('E1');
});
