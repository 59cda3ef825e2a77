import type { ReplayView } from '../answer-shapes.ts';

export type CallOutcomeName = ReplayView['pagesAdded'][number]['outcome'];

/** What became of a call, in the words of every page. */
export const outcomeWords: Readonly<Record<CallOutcomeName, string>> = {
  hit: 'came true',
  miss: 'did not',
  acted: 'acted upon',
  undecidable: 'not decidable',
  pending: 'still open',
};
