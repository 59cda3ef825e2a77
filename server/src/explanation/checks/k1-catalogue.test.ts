import { expect, test } from 'vitest';
import { answerOf, change, checkOf, faultsOf } from './test-answers.ts';

test('no sentence tells what to run', () => {
  const holds = [change];
  const caught = [
    { ...change, text: 'Execute kubectl on {{E1}}.' },
    { ...change, text: 'To mend it, restart {{E1}}.' },
    { ...change, text: 'Wipe the volume of {{E1}}.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('K1');
});

test('an action that code did not propose, or for another target, is caught', () => {
  const partsOf = (action: string, target: string) =>
    checkOf({ ...answerOf(change), actions: [{ action, target, reason: [] }] }).parts.map(({ check }) => check);
  expect(partsOf('restart', 'E1')).toEqual([]);
  expect(partsOf('drop_table', 'E1')).toEqual(['K1']);
  expect(partsOf('restart', 'E2')).toEqual(['K1']);
});
