import { expect, test } from 'vitest';
import { answerOf, change, checkOf } from './test-answers.ts';

test('a timeline out of order, or of facts that there are not, is caught', () => {
  const partsOf = (...timeline: string[]) => checkOf({ ...answerOf(change), timeline }).parts.map(({ check }) => check);
  expect(partsOf('V1', 'V2', 'V3')).toEqual([]);
  expect(partsOf('V2', 'V1')).toEqual(['T2']);
  expect(partsOf('V1', 'V9')).toEqual(['T2']);
});
