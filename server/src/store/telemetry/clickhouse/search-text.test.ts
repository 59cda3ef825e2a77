import { expect, test } from 'vitest';
import { Conditions } from './conditions.ts';
import { addSearchText, innerWords, parseTerms } from './search-text.ts';

test('a search text is words and phrases', () => {
  const check = (text: string, terms: readonly string[]) => expect(parseTerms(text), text).toEqual(terms);
  check('', []);
  check('  one   two ', ['one', 'two']);
  check('a "b c" d', ['a', '"b c"', 'd']);
  check('open "quote', ['open', '"quote']);
  check('""', ['""']);
});

test('only words with other signs on both sides are whole words of a phrase', () => {
  const check = (phrase: string, words: readonly string[]) => expect(innerWords(phrase), phrase).toEqual(words);
  check('connection refused', []);
  check('connection refused by db', ['refused', 'by']);
  check('a=B;c', ['b']);
  check('x žluť y', []);
  check('', []);
});

test('no text of a search becomes part of the query', () => {
  const conditions = new Conditions();
  addSearchText(conditions, 'body', `x') OR 1 -- "'; DROP TABLE logs" %_\\ {p1:String}`);
  expect(conditions.where).not.toMatch(/DROP|--|OR|%/);
  expect(Object.values(conditions.parameters)).toContain("'; DROP TABLE logs");
});
