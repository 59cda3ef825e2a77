import { expect, test } from 'vitest';
import { readDraft, writeDraft } from './policy-draft.ts';

test('what an address holds is read as it was written', () => {
  const draft = { thresholds: [{ failure: 'disk_full' as const, probability: 0.7 }], pagesPerWeek: 0 };
  expect(writeDraft(draft)).toBe('disk_full 70, pages 0');
  expect(readDraft(writeDraft(draft))).toEqual(draft);
  expect(readDraft(writeDraft({ thresholds: [] }))).toEqual({ thresholds: [] });
});

test('an address that somebody broke asks for what can be read of it, and an empty one for nothing', () => {
  expect(readDraft('disk_full 170, of_tomorrow 50, quota 60, pages x')).toEqual({
    thresholds: [{ failure: 'quota', probability: 0.6 }],
  });
  expect(readDraft('')).toBeUndefined();
  expect(readDraft(undefined)).toBeUndefined();
});
