import { expect, test } from 'vitest';
import { failedNominationGates } from './print-nominations.ts';
import { type NominationScore, scoreNominations } from './score-nominations.ts';

const scores = scoreNominations(20);

test('every way to point wrongly is tried and refuted, and what is planted is found', () => {
  expect(scores.map(({ id }) => id)).toEqual(['M22', 'M23', 'M24', 'M25', 'true']);
  expect(scores.every(({ nominated }) => nominated >= 20)).toBe(true);
  expect(failedNominationGates(scores)).toEqual([]);
});

test('a gate fails for a falsehood that is confirmed, for what is true and is not, and for what could not be made', () => {
  const broken = (id: string, more: Partial<NominationScore>): string[] =>
    failedNominationGates(scores.filter((score) => score.id === id).map((score) => ({ ...score, ...more })));
  expect(broken('M23', { confirmed: 1 })).toHaveLength(1);
  expect(broken('M22', { confirmedHours: 2 })).toHaveLength(1);
  expect(broken('true', { confirmed: 1 })).toHaveLength(1);
  expect(broken('M25', { nominated: 0 })).toHaveLength(1);
});
