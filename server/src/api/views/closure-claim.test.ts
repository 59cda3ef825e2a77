import type { Narrative } from '@foreshock/model/claim.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { expect, test } from 'vitest';
import { withClosure } from './closure-claim.ts';

const story: Narrative = {
  by: 'a-model',
  claims: [{ id: 'clm_1', text: 'pay fails half of its requests.', verdict: 'verified', evidence: ['ev_1'] }],
};
const id = 'inc_1' as IncidentId;

test('the story of an incident whose traffic stayed away ends with the words that this was no all-clear', () => {
  const { claims } = withClosure(story, { id, closure: 'unheard' });
  expect(claims).toHaveLength(2);
  expect(claims.at(-1)!.text).toMatch(/closed without an all-clear: nothing came any more/);
});

test('the story of an incident that was seen to be over, or is open, stays as it is', () => {
  expect(withClosure(story, { id, closure: 'all-clear' })).toBe(story);
  expect(withClosure(story, { id })).toBe(story);
});
