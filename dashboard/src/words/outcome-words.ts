import { type DurationMs, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { ReplayView } from '../answer-shapes.ts';
import { durationWords } from './duration-words.ts';
import { clockWords } from './time-words.ts';

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

/** What became of a call, as a sentence. */
export function outcomeSentence({
  outcome,
  closedAt,
}: {
  readonly outcome: CallOutcomeName;
  readonly closedAt: Timestamp | undefined;
}): string {
  switch (outcome) {
    case 'hit':
      return 'It came true.';
    case 'miss':
      return `We were wrong: nothing happened${closedAt === undefined ? '' : ` by ${clockWords(closedAt)}`}.`;
    case 'acted':
      return 'Somebody acted before it could come: left out of the score.';
    case 'pending':
    case 'undecidable':
      return 'Too little data arrived to decide whether it came.';
  }
}
