import { expect, test } from 'vitest';
import type { NominationView } from '../answer-shapes.ts';
import { nominationWords, precisionWords } from './nomination-words.ts';

const item = (more: Partial<NominationView>): NominationView => ({
  id: 'nom_1',
  time: '2026-11-22T03:00:00Z',
  by: 'named',
  template: 'tpl_1',
  text: 'cannot reach the store',
  entity: { id: 'ent_cart', name: 'cart', kind: 'service', cluster: '' },
  from: '2026-11-22T02:50:00Z',
  to: '2026-11-22T03:00:00Z',
  says: 'more',
  observed: 90,
  usual: 2,
  inIncident: null,
  ...more,
});

test('what a query found stands in lines, beside what is usual', () => {
  expect(nominationWords(item({}))).toBe('90 lines in ten minutes, usually 2');
  expect(nominationWords(item({ says: 'fewer', observed: 1, usual: 20.4444 }))).toBe(
    '1 line in ten minutes, usually 20',
  );
  expect(nominationWords(item({ says: 'new', observed: 3, usual: null }))).toBe(
    '3 lines in ten minutes, never seen before',
  );
});

test('how often a model is right is told of all that it pointed at, and of what followed where that is known', () => {
  const counts = { nominated: 8, confirmed: 2, settled: 0, inIncident: 0 };
  expect(precisionWords({ ...counts, nominated: 0, confirmed: 0 })).toContain('nothing yet');
  expect(precisionWords(counts)).toBe('Of 8 windows that the model pointed at 2 were confirmed by a query (25 %).');
  expect(precisionWords({ ...counts, settled: 2, inIncident: 1 })).toContain(
    'Of 2 that are an hour old 1 were in an incident',
  );
});
