import { expect, test } from 'vitest';
import { describeFact } from './measure-words.ts';
import { RECURRED, RECURRED_AT_THIS_HOUR, recurrenceWords } from './recurrence-words.ts';

test('a failure that recurs is told as such, and that no curve foretells it', () => {
  const fact = { kind: 'forecast', expected: 0.2, unit: '{time}', direction: 'none' } as const;
  expect(describeFact({ ...fact, measure: RECURRED, observed: 12 })).toBe(
    'Came 12 times in 30 days; no curve foretells it',
  );
  expect(describeFact({ ...fact, measure: RECURRED_AT_THIS_HOUR, observed: 9 })).toBe(
    'Recurs at this hour: 9 times in the hours that lie ahead',
  );
});

test('other measures have no such words', () => {
  expect(recurrenceWords('container.memory.usage', 3)).toBeUndefined();
});
