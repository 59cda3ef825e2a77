import type { Conditions } from './conditions.ts';

/** A word as the index of words knows it: letters and digits of ASCII. */
const INDEXED_WORD = /^[0-9A-Za-z]+$/;
/** More terms than a person types; the rest is not looked at. */
const MOST_TERMS = 16;

/**
 * Conditions of a search text: every term must occur in the body, in any order and any case.
 *
 * A plain word matches whole words and is looked up in an index. `"a phrase"`, a term with other signs in it and a term
 * with `*` at its end (`time*`) match anywhere, also inside words, and are searched.
 */
export function addSearchText(conditions: Conditions, column: string, text: string): void {
  for (const term of parseTerms(text)) {
    if (INDEXED_WORD.test(term)) {
      conditions.add(`hasToken(lower(${column}), ${conditions.value('String', term.toLowerCase())})`);
      continue;
    }
    const phrase = term.replace(/^"|"$/g, '').replace(/\*$/, '');
    if (phrase === '') continue;
    for (const word of innerWords(phrase)) {
      conditions.add(`hasToken(lower(${column}), ${conditions.value('String', word)})`);
    }
    conditions.add(containsExpression(conditions, column, phrase));
  }
}

/** Case-insensitive `contains`. */
export function containsExpression(conditions: Conditions, column: string, text: string): string {
  return `positionCaseInsensitiveUTF8(${column}, ${conditions.value('String', text)}) > 0`;
}

/** Words, and phrases with their quotation marks. */
export function parseTerms(text: string): readonly string[] {
  const terms = text.match(/"[^"]*"?|[^\s"]+/g) ?? [];
  return terms.slice(0, MOST_TERMS);
}

/** Whole words inside a phrase, which the index can rule parts out by: not those at its ends, which may go on. */
export function innerWords(phrase: string): readonly string[] {
  const words = phrase.split(/[^0-9A-Za-z\u0080-\uffff]+/).slice(1, -1);
  return words.filter((word) => INDEXED_WORD.test(word)).map((word) => word.toLowerCase());
}
