import { expect, test } from 'vitest';
import type { EvidenceId } from './evidence.ts';
import { basisOf, isCurrent } from './story.ts';

const incident = (ids: string) => ({
  hypotheses: [],
  evidence: [...ids].map((id) => ({ id: id as EvidenceId }) as never),
});

test('a story holds while four in five of its facts do, and no longer', () => {
  const story = { basis: basisOf(incident('abcd')), toldAt: 0 };
  expect(isCurrent(story, incident('abcde'))).toBe(true);
  expect(isCurrent(story, incident('abcdef'))).toBe(false);
});

test('another leading cause ends a story', () => {
  const story = { basis: { leading: 'hyp_1', evidence: ['a'] }, toldAt: 0 };
  expect(isCurrent(story, incident('a'))).toBe(false);
});
