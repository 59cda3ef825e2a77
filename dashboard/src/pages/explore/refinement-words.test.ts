import { expect, test } from 'vitest';
import { refinementWords } from './refinement-words.ts';

test('the words of a night say what was asked and what code refused', () => {
  const night = { items: [], ranAt: '2026-01-05T02:00:00Z', asked: 3, refused: [{ check: 'G7', count: 2 }] };
  expect(refinementWords(night)).toBe(
    'No templates are merged by a model. The newest night asked about 3 groups of templates that are written alike; code refused 2, or the model said that they are not one.',
  );
  expect(refinementWords({ ...night, ranAt: null })).toBe('No templates are merged by a model.');
});
