import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a secret and an address of a person are caught', () => {
  const holds = [change];
  const caught = [
    { ...change, text: '{{E1}} rose for ada@example.org.' },
    { ...change, text: '{{E1}} rose with AKIAIOSFODNN7EXAMPLE.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('S1');
});
