import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import type { ReplayView } from '../answer-shapes.ts';
import { durationWords } from './duration-words.ts';

export type CallOutcomeName = ReplayView['pagesAdded'][number]['outcome'];

/** What became of a call, in the words of every page. */
export const outcomeWords: Readonly<Record<CallOutcomeName, string>> = {
  hit: 'came true',
  miss: 'did not',
  acted: 'acted upon',
  undecidable: 'not decidable',
  pending: 'still open',
};

/** How long after the call it came; in the same minute, nobody was told in time. */
export function leadWords(lead: DurationMs): string {
  return lead < MINUTE ? 'at once, too late to act' : `after ${durationWords(lead)}`;
}
