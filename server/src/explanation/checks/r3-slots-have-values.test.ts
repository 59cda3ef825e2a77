import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a slot without a value and half of a slot are caught', () => {
  const holds = [change, { ...change, text: 'On {{E1}}, {{V1.measure}} rose at {{V1.onset}}.' }];
  const caught = [
    { ...change, text: '{{V1.colour}} on {{E1}} rose.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.observed.' },
    { ...change, text: '{{E1.kind}} rose.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('R3');
});
