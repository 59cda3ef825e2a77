import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { HOUR } from '@foreshock/model/time.ts';
import { useMemo } from 'react';
import type { RangeChoice } from '../../time-range-choice.ts';
import { fixedRange, readRange, resolveRange, writeRange } from '../../time-range-choice.ts';
import type { UrlState } from '../../url-state.ts';
import { useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';

export const usualRange = HOUR;

export interface ExploreRange extends UrlState {
  readonly now: Timestamp;
  readonly choice: RangeChoice;
  /** As the API takes it. */
  readonly input: ReturnType<typeof writeRange>;
  readonly range: TimeRange;
  choose(choice: RangeChoice): void;
  /** A part of a chart becomes the range; back returns to the one before. */
  narrow(part: TimeRange): void;
}

/** The one time range of the page, kept in the address. */
export function useExploreRange(): ExploreRange {
  const state = useUrlState();
  const now = useNow();
  const { from, to, last } = state.search;
  const choice = readRange(state.search, usualRange);
  const input = useMemo(() => writeRange(readRange({ from, to, last }, usualRange)), [from, to, last]);
  const choose = (chosen: RangeChoice) =>
    state.change({ from: undefined, to: undefined, last: undefined, ...writeRange(chosen) }, 'step');
  return {
    ...state,
    now,
    choice,
    input,
    range: resolveRange(choice, now),
    choose,
    narrow: (part) => choose(fixedRange(part)),
  };
}
