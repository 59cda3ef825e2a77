import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likelihoodWord, naturalFrequency, wholePercent } from './odds-words.ts';
import { rarityOf } from './rarity.ts';

test('the word of a probability changes at 20, 50 and 80 percent', () => {
  const cases: [number, string][] = [
    [0, 'unlikely'],
    [0.199, 'unlikely'],
    [0.2, 'possible'],
    [0.499, 'possible'],
    [0.5, 'likely'],
    [0.799, 'likely'],
    [0.8, 'very likely'],
    [1, 'very likely'],
  ];
  for (const [probability, word] of cases) expect(likelihoodWord(probability), String(probability)).toBe(word);
});

test('odds as natural frequencies', () => {
  const cases: [number, string][] = [
    [0.71, 'about 7 in 10'],
    [0.999, 'about 9 in 10'],
    [0.1, 'about 1 in 10'],
    [0.05, 'about 1 in 20'],
    [0.001, 'about 1 in 1000'],
    [0.0001, 'less than 1 in 1,000'],
    [0, 'less than 1 in 1,000'],
  ];
  for (const [probability, text] of cases) expect(naturalFrequency(probability), String(probability)).toBe(text);
});

test('what is shown is never certain', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (probability) => {
      expect(wholePercent(probability)).toBeGreaterThanOrEqual(1);
      expect(wholePercent(probability)).toBeLessThanOrEqual(99);
      expect(naturalFrequency(probability)).not.toMatch(/10 in 10|0 in/);
    }),
  );
});

test('a surprise in minutes, with words for what is beyond them', () => {
  const cases: [number, string][] = [
    [0.5, 'not rare'],
    [1, 'about once in 10 minutes'],
    [3.2, 'about once in 2,000 minutes'],
    [6, 'about once in 1 million minutes'],
    [8.5, 'about once in 316 million minutes'],
    [12, 'less than once in a billion minutes'],
    [40, 'less than once in a billion minutes'],
  ];
  for (const [surprise, text] of cases) expect(rarityOf(surprise), String(surprise)).toBe(text);
});
