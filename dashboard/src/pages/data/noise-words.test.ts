import { expect, test } from 'vitest';
import type { DataUsageView, NoisePreviewView } from '../../answer-shapes.ts';
import { matchWords, previewSentence, shareWords, usageHeadline } from './noise-words.ts';

const preview: NoisePreviewView = {
  from: '2026-11-22T02:14:00.000Z',
  to: '2026-11-22T03:14:00.000Z',
  total: { records: 90_000, bytes: 9_000_000 },
  matched: { records: 40_000, bytes: 4_000_000 },
  gone: { records: 38_120, bytes: 3_690_000 },
  errorsGone: 0,
  cited: { days: 30, count: 0, by: [] },
  examples: [],
  cut: false,
};

test('a preview says how much goes, how many errors, and whether it was ever evidence', () => {
  expect(previewSentence(preview, 'logs')).toBe(
    'Would leave out 41 % of the bytes of the last hour: 38,120 of 90,000 log records. None of them is an error. Nothing of it was cited as evidence in 30 days.',
  );
  const cited = { ...preview, errorsGone: 1, cut: true, cited: { days: 30, count: 3, by: [] } };
  expect(previewSentence(cited, 'traces')).toContain('at least 41 %');
  expect(previewSentence(cited, 'traces')).toContain('1 of them is an error. 3 facts about it were cited');
  expect(previewSentence({ ...preview, matched: { records: 0, bytes: 0 } }, 'logs')).toBe(
    'Nothing of the last hour matches.',
  );
});

test('a small share is not rounded to nothing', () => {
  expect([shareWords(1, 10_000), shareWords(0, 10), shareWords(1, 0), shareWords(41, 100)]).toEqual([
    'under 1 %',
    '0 %',
    '0 %',
    '41 %',
  ]);
});

test('a rule says whom and what it is about', () => {
  const match = {
    entities: [{ id: 'ent_1', kind: 'service' as const, name: 'shop/cart', cluster: '' }],
    templates: [{ id: 'tpl_1', text: 'order <NUM> placed' }],
    names: [],
    maxSeverity: 12,
    attributes: [{ key: 'url.path', operator: '=' as const, value: '/health' }],
    resource: [],
  };
  expect(matchWords({ signal: 'logs', match })).toBe(
    'log records of shop/cart, like "order <NUM> placed", info and below, where url.path = /health',
  );
});

test('the headline does not say that all is stored while something is set aside', () => {
  const amount = { records: 10, bytes: 2_000 };
  const logs = { signal: 'logs' as const, received: amount, notStored: { records: 0, bytes: 0 }, steps: [] };
  // The headline reads no more of it.
  const usage = { signals: [logs] } as unknown as DataUsageView;
  expect(usageHeadline(usage, 'last 24 h', 0)).toBe('2 KB came in, last 24 h. All of it is stored.');
  expect(usageHeadline(usage, 'last 24 h', 2)).toBe('2 KB came in, last 24 h. 2 requests are set aside.');
});
