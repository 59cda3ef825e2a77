import type { ReplayView } from '../../answer-shapes.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';

/** The sentence of the page: what comes, what goes, what is caught and lost. */
export function replayHeadline(view: ReplayView | undefined): string {
  if (!view) return 'What would other thresholds have told?';
  const { pagesAdded, pagesRemoved, caught, lost } = view;
  const parts = [
    pagesAdded.length > 0 ? `${countWords(pagesAdded.length, 'page')} more` : '',
    pagesRemoved.length > 0 ? `${countWords(pagesRemoved.length, 'page')} fewer` : '',
    caught.length > 0 ? `${countWords(caught.length, 'failure')} caught` : '',
    lost.length > 0 ? `${countWords(lost.length, 'failure')} lost` : '',
  ].filter(Boolean);
  if (parts.length === 0) return 'Nobody would have been told anything else.';
  const text = parts.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `12 min later`, or that it would be the same. */
export function leadGainWords(leadGained: string | null): string {
  if (leadGained === null) return 'no failure that both catch';
  const gain = readDuration(leadGained);
  if (gain === 0) return 'calls come at the same time';
  return `calls come ${durationWords(gain)} ${gain > 0 ? 'earlier' : 'later'}, by the median`;
}

/** `+3`, `−2`, `same`. */
export function differenceWords(before: number, after: number): string {
  if (after === before) return 'same';
  return after > before ? `+${after - before}` : `−${before - after}`;
}
