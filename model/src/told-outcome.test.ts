import { expect, test } from 'vitest';
import { outcomeAsTold, type Saying, standingSayings } from './told-outcome.ts';

const said = (person: string, says: Saying['says'], toldAt = 10): Saying => ({ person, says, toldAt });

test('what telemetry saw outranks people who say the contrary', () => {
  expect(outcomeAsTold('hit', 5, [said('a', 'miss'), said('b', 'miss')])).toBe('hit');
  expect(outcomeAsTold('miss', undefined, [said('a', 'hit')])).toBe('miss');
});

test('where telemetry could not say the most votes count, and as many on both sides decide nothing', () => {
  expect(outcomeAsTold('undecidable', undefined, [said('a', 'hit'), said('b', 'hit'), said('c', 'miss')])).toBe('hit');
  expect(outcomeAsTold('undecidable', undefined, [said('a', 'hit'), said('b', 'miss')])).toBe('undecidable');
});

test('acted upon counts when it was told before the failure began, or none began', () => {
  expect(outcomeAsTold('miss', undefined, [said('a', 'acted')])).toBe('acted');
  expect(outcomeAsTold('hit', 11, [said('a', 'acted', 10)])).toBe('acted');
  expect(outcomeAsTold('hit', 10, [said('a', 'acted', 10)])).toBe('hit');
  expect(outcomeAsTold('pending', undefined, [said('a', 'acted')])).toBe('pending');
});

test('the last word of each person stands, and taken back none does', () => {
  expect(standingSayings([said('a', 'acted', 1), said('b', 'miss', 2), said('a', 'nothing', 3)])).toEqual([
    said('b', 'miss', 2),
  ]);
});
