import { expect, test } from 'vitest';
import type { RedactionPreviewView } from '../../answer-shapes.ts';
import { countWords, redactionPreviewSentence } from './redaction-words.ts';

const preview: RedactionPreviewView = {
  from: '2026-11-22T02:14:00.000Z',
  to: '2026-11-22T03:14:00.000Z',
  searched: { logs: 1_000, spans: 240, series: 1, values: 9_000 },
  cut: true,
  changed: { records: 900, values: 1_240 },
  found: [],
  hidden: [],
  examples: [],
};

test('a preview says how many values more, and in what it looked', () => {
  expect(redactionPreviewSentence(preview)).toBe(
    'Would hide 1,240 values more in the newest 1,000 log records, 240 spans and 1 series of the last hour.',
  );
  const few = {
    ...preview,
    cut: false,
    changed: { records: 0, values: 0 },
    searched: { logs: 3, spans: 0, series: 0, values: 9 },
  };
  expect(redactionPreviewSentence(few)).toBe('Would hide nothing more in 3 log records of the last hour.');
  const none = { ...few, searched: { logs: 0, spans: 0, series: 0, values: 0 } };
  expect(redactionPreviewSentence(none)).toContain('nothing to try it on');
});

test('what is hidden is named by its kind or by the name of the pattern', () => {
  expect(
    countWords([
      { name: 'CUSTOM_MEMBER', values: 1_000 },
      { name: 'EMAIL', values: 12 },
      { name: 'CUSTOM', values: 3 },
    ]),
  ).toBe('1,000 MEMBER, 12 e-mail addresses, 3 values of fields');
});
