import { expect, test } from 'vitest';
import { cause, faultsOf, order } from './test-answers.ts';

test('an order is that of the onsets, and a cause did not begin after its effect', () => {
  const holds = [order, cause, { ...order, text: '{{E2}} was hurt after {{E1}}.', subject: 'E2', object: 'E1' }];
  const caught = [
    { ...order, text: '{{E1}} was hurt after {{E2}}.' },
    { ...order, text: '{{E2}} was hurt before {{E1}}.', subject: 'E2', object: 'E1' },
    { ...order, text: '{{E1}} moved with {{E2}}.' },
    { ...cause, text: '{{E2}} caused the harm on {{E1}}.', subject: 'E2', object: 'E1' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('T1');
});
