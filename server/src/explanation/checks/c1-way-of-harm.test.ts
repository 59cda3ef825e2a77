import { expect, test } from 'vitest';
import { cause, faultsOf } from './test-answers.ts';

test('harm goes from callee to caller, and the text names the cause as the claim does', () => {
  const holds = [cause, { ...cause, text: 'The errors on {{E2}} are due to {{E1}}.' }];
  const caught = [
    { ...cause, text: '{{E2}} caused the harm on {{E1}}.', subject: 'E2', object: 'E1' },
    { ...cause, text: '{{E2}} caused the harm on {{E1}}.' },
    { ...cause, object: null },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('C1');
});
