import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { InputOf } from '@foreshock/contract/operation.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import { useMemo } from 'react';
import type { RangeChoice } from '../../time-range-choice.ts';
import { readRange, writeRange } from '../../time-range-choice.ts';
import { useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';

export const usualRange = 30 * DAY;

export type CalibrationInput = InputOf<Catalog['getCalibration']>;

/** Names in the address and, but for `service`, in the API. */
export type CalibrationFilter = 'failure' | 'service' | 'horizon';

export interface CalibrationAsked {
  readonly now: Timestamp;
  readonly choice: RangeChoice;
  readonly scope: 'shown' | 'all';
  readonly groups: 'width' | 'mass';
  readonly filters: Readonly<Record<CalibrationFilter, string>>;
  /** As the API takes it. */
  readonly input: CalibrationInput;
  /** The same without filters, for what can be chosen. */
  readonly unfiltered: CalibrationInput;
  choose(choice: RangeChoice): void;
  change(part: Readonly<Record<string, string | undefined>>): void;
}

/** What the page is about, kept in the address. */
export function useCalibrationInput(): CalibrationAsked {
  const { search, change } = useUrlState();
  const now = useNow();
  const { from, to, last, failure = '', service = '', horizon = '' } = search;
  const scope = search.scope === 'all' ? 'all' : 'shown';
  const unfiltered = useMemo(() => writeRange(readRange({ from, to, last }, usualRange)), [from, to, last]);
  const input = useMemo(
    () => ({
      ...unfiltered,
      scope: scope as 'shown' | 'all',
      // The API refuses what is no failure and says which ones there are.
      ...(failure && { failure: failure as NonNullable<CalibrationInput['failure']> }),
      ...(service && { entity: service }),
      ...(horizon && { horizon }),
    }),
    [unfiltered, scope, failure, service, horizon],
  );
  return {
    now,
    choice: readRange(search, usualRange),
    scope,
    groups: search.groups === 'mass' ? 'mass' : 'width',
    filters: { failure, service, horizon },
    input,
    unfiltered,
    choose: (choice) => change({ from: undefined, to: undefined, last: undefined, ...writeRange(choice) }, 'step'),
    change: (part) => change(part, 'step'),
  };
}
