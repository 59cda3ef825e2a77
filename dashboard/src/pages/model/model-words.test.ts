import { expect, test } from 'vitest';
import { maskedWords, modelHeadline, moneyWords, shadowWords, tokenWords, verdictWords } from './model-words.ts';

const usage = {
  configured: true,
  models: [],
  caps: { server: null, serverSpent: 0, project: 5, projectDefault: null, projectSpent: 0.372 },
  days: [
    { day: '2026-11-27', model: 'a', spent: 0.3, calls: 12, inputTokens: 1, outputTokens: 1, verified: 3, capped: 0 },
    { day: '2026-11-27', model: 'b', spent: 0.072, calls: 1, inputTokens: 1, outputTokens: 1, verified: 1, capped: 0 },
    { day: '2026-11-26', model: 'a', spent: 1, calls: 40, inputTokens: 1, outputTokens: 1, verified: 9, capped: 0 },
  ],
  costPerVerifiedClaim: null,
  keepDays: 30,
  keepDaysDefault: 30,
  forgotten: 0,
  mayExport: false,
  version: 0,
  shadow: null,
};

test('the headline says what left today and for how much, or that nothing can', () => {
  expect(modelHeadline(usage, '2026-11-27')).toBe('13 questions left the building today, for $0.37 of $5.');
  expect(modelHeadline({ ...usage, caps: { ...usage.caps, project: null } }, '2026-11-28')).toBe(
    'Nothing has left the building today.',
  );
  expect(modelHeadline({ ...usage, configured: false }, '2026-11-27')).toBe(
    'No language model is configured: nothing has left.',
  );
  const free = [{ role: 'named' as const, name: 'a', inputPrice: null, outputPrice: null }];
  expect(modelHeadline({ ...usage, models: free, days: [] }, '2026-11-27')).toBe(
    'What left is listed below; without prices it is not added up.',
  );
});

test('what became of a call is said by the sentences that hold, or by why there are none', () => {
  const verdict = (word: 'verified' | 'hedged' | 'dropped') => ({
    text: '',
    place: 'summary' as const,
    verdict: word,
    faults: [],
  });
  const verdicts = [verdict('verified'), verdict('dropped'), verdict('hedged')];
  expect(verdictWords({ outcome: 'accepted', verdicts, error: '' })).toBe('1 of 2 sentences holds');
  expect(verdictWords({ outcome: 'refused-by-checks', verdicts, error: '' })).toMatch(/too few to tell$/);
  expect(verdictWords({ outcome: 'failed', verdicts: [], error: 'cannot reach it' })).toBe('cannot reach it');
  expect(verdictWords({ outcome: 'capped', verdicts: [], error: 'x' })).toBe('nothing left: the cap was spent');
});

test('tokens that were not told are not said to be none', () => {
  expect(tokenWords({ inputTokens: null, outputTokens: null })).toBe('not told');
  expect(tokenWords({ inputTokens: 3_120, outputTokens: 200 })).toBe('3,120 in, 200 out');
  expect(maskedWords([])).toBe('nothing more');
  expect(maskedWords([{ kind: 'EMAIL', count: 2 }])).toBe('2 EMAIL');
  expect(moneyWords(0.0004)).toBe('$0.0004');
});

test('a model in shadow is named to be shown only when it tells better', () => {
  const shadow = { pairs: 60, needed: 50, better: 30, worse: 4, same: 26, shownShare: 0.8, shadowShare: 0.9 };
  expect(shadowWords({ ...shadow, verdict: 'better' })).toMatch(
    /^It tells better: better in 30, worse in 4, the same in 26 of 60 stories/,
  );
  for (const verdict of ['not-better', 'too-few'] as const)
    expect(shadowWords({ ...shadow, verdict })).not.toContain('model.name');
});
