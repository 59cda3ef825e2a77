import { expect, test } from 'vitest';
import { frequencyWords, likelihoodWord, rarityWords } from './odds-words.ts';

test('odds are said as a frequency that a person can picture', () => {
  expect(frequencyWords(0.71)).toBe('about 7 in 10');
  expect(frequencyWords(0.06)).toBe('about 1 in 10');
  expect(frequencyWords(0.02)).toBe('about 1 in 50');
  expect(frequencyWords(0.001)).toBe('fewer than 1 in 200');
  expect(frequencyWords(0.97)).toBe('about 19 in 20');
});

test('the word for odds changes at 20, 50 and 80 percent', () => {
  expect([0.19, 0.2, 0.5, 0.8].map(likelihoodWord)).toEqual(['unlikely', 'possible', 'likely', 'very likely']);
});

test('a surprise is said as how rarely a minute looks like this', () => {
  expect(rarityWords(4.3)).toBe('about once in 10,000 minutes');
  expect(rarityWords(12)).toBe('about once in over 100 million minutes');
  expect(rarityWords(0.5)).toBe('not unusual');
});
