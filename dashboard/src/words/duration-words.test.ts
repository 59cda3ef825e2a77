import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { durationRangeWords, durationWords } from './duration-words.ts';

test('a duration is said in the unit that a person would use', () => {
  expect(durationWords(240)).toBe('240 ms');
  expect(durationWords(45_000)).toBe('45 s');
  expect(durationWords(12 * MINUTE)).toBe('12 min');
  expect(durationWords(60 * MINUTE)).toBe('60 min');
  expect(durationWords(125 * MINUTE)).toBe('2 h 5 min');
  expect(durationWords(9 * HOUR)).toBe('9 h');
  expect(durationWords(72 * HOUR)).toBe('3 days');
});

test('a range names a shared unit once', () => {
  expect(durationRangeWords(16 * MINUTE, 56 * MINUTE)).toBe('16 to 56 min');
  expect(durationRangeWords(40 * MINUTE, 6 * HOUR)).toBe('40 min to 6 h');
  expect(durationRangeWords(119 * MINUTE, 9 * HOUR)).toBe('2 to 9 h');
  expect(durationRangeWords(HOUR, HOUR)).toBe('60 min');
});
