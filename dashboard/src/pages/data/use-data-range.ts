import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import { useMemo } from 'react';
import type { RangeChoice } from '../../time-range-choice.ts';
import { fixedRange, readRange, writeRange } from '../../time-range-choice.ts';
import { useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';

export const usualRange = DAY;

export interface DataRange {
  readonly now: Timestamp;
  readonly choice: RangeChoice;
  /** As the API takes it. */
  readonly input: ReturnType<typeof writeRange>;
  choose(choice: RangeChoice): void;
  narrow(part: TimeRange): void;
}

/** The one time range of the page, kept in the address. */
export function useDataRange(): DataRange {
  const state = useUrlState();
  const now = useNow();
  const { from, to, last } = state.search;
  const input = useMemo(() => writeRange(readRange({ from, to, last }, usualRange)), [from, to, last]);
  const choose = (chosen: RangeChoice) =>
    state.change({ from: undefined, to: undefined, last: undefined, ...writeRange(chosen) }, 'step');
  return {
    now,
    choice: readRange(state.search, usualRange),
    input,
    choose,
    narrow: (part) => choose(fixedRange(part)),
  };
}
