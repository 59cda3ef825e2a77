import { expect, test } from 'vitest';
import { standingWords } from './told-words.ts';

test('it is said that telemetry outranks people, unless it could not say or somebody acted', () => {
  expect(standingWords('hit', ['miss'])).toContain('outranks');
  expect(standingWords('undecidable', ['miss'])).toContain('the most votes count');
  expect(standingWords('miss', ['miss', 'acted'])).toContain('left out of the score from the next minute');
  expect(standingWords('pending', [])).toContain('scored by what telemetry shows');
});
