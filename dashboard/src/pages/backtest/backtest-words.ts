import type { BacktestView, HistoryView } from '../../answer-shapes.ts';
import { countWords } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';

/** The sentence of the page: what would have been told and what of it would have helped. */
export function backtestHeadline(history: HistoryView | undefined, backtest: BacktestView | undefined): string {
  if (!history) return 'What would have been told?';
  if (history.state === 'none') return 'There was no history to learn from.';
  if (history.state === 'learning') return `Learning from history: ${percentWords(history.share)}.`;
  if (!backtest) return 'What would have been told?';
  const { onsets, record } = backtest;
  const pages =
    record.pages === 0 ? 'No page would have gone out' : `${countWords(record.pages, 'page')} would have gone out`;
  if (onsets === 0) return `${pages}, and no failure began.`;
  return `${pages}; ${record.caught.toLocaleString('en')} of ${countWords(onsets, 'failure')} ${record.caught === 1 ? 'was' : 'were'} called ahead.`;
}

/** `3.5`, or that it is too short a time to say. */
export function pagesPerWeekWords(pagesPerWeek: number | null): string {
  if (pagesPerWeek === null) return 'less than a day says nothing about a week';
  return pagesPerWeek.toLocaleString('en', { maximumFractionDigits: 1 });
}

/** Days begin at midnight UTC. */
export function dayName(from: string): string {
  return from.slice(0, 10);
}
