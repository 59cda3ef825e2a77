import { expect, test } from 'vitest';
import { matchEntries } from './palette-match.ts';

const entries = [
  { id: '1', kind: 'page', name: 'Overview', to: '/' },
  { id: '2', kind: 'service', name: 'shop/cart', to: '/map?entity=1' },
  { id: '3', kind: 'coming', name: 'cart: about 7 in 10 to fail', to: '/p/1' },
];

test('every word must be found, and names that begin with the text come first', () => {
  expect(matchEntries(entries, 'cart').map((entry) => entry.id)).toEqual(['3', '2']);
  expect(matchEntries(entries, 'service cart').map((entry) => entry.id)).toEqual(['2']);
  expect(matchEntries(entries, 'nothing')).toEqual([]);
});

test('without text the pages stand as they are', () => {
  expect(matchEntries(entries, '').map((entry) => entry.id)).toEqual(['1', '2', '3']);
});
