import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('two values that are compared stand in that relation, and both can be seen', () => {
  const holds = [
    { ...change, text: '{{V1.observed}} is higher than {{V1.expected}} on {{E1}}.', type: 'comparison' as const },
  ];
  const caught = [
    { ...change, text: '{{V1.observed}} is lower than {{V1.expected}} on {{E1}}.', type: 'comparison' as const },
    { ...change, text: '{{V1.observed}} is higher than that of others on {{E1}}.', type: 'comparison' as const },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('X1');
});

test('so do two figures that the model wrote itself', () => {
  const said = (text: string) => faultsOf({ ...change, text, type: 'comparison' }, undefined, 'literal');
  expect(said('97 of {{V1.measure}} on {{E1}} is higher than 60.')).toEqual([]);
  expect(said('97 of {{V1.measure}} on {{E1}} is lower than 60.')).toContain('X1');
  expect(said('97 % of {{V1.measure}} on {{E1}} is higher than 60.')).toContain('X1');
  expect(said('97 of {{V1.measure}} on {{E1}} is higher than usual.')).toContain('X1');
});
