import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import { useMemo } from 'react';
import type { WarningPolicyView } from '../../answer-shapes.ts';
import type { RangeChoice } from '../../time-range-choice.ts';
import { readRange, writeRange } from '../../time-range-choice.ts';
import { useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';
import type { PolicyDraft, ReplayInput } from './policy-draft.ts';
import { readDraft, writeDraft } from './policy-draft.ts';

export const usualRange = 7 * DAY;

export interface DraftState {
  readonly now: Timestamp;
  readonly choice: RangeChoice;
  /** What the address asks for; what is set while it asks for nothing. */
  readonly draft: PolicyDraft;
  readonly input: ReplayInput;
  choose(choice: RangeChoice): void;
  ask(draft: PolicyDraft): void;
  /** Back to what is set. */
  forget(): void;
}

/** The policy to try, kept in the address so that it can be sent to somebody. */
export function usePolicyDraft(policy: WarningPolicyView | undefined): DraftState {
  const { search, change } = useUrlState();
  const now = useNow();
  const { from, to, last, try: tried } = search;
  const draft = useMemo(
    () =>
      readDraft(tried) ?? {
        thresholds: policy?.thresholds ?? [],
        ...(policy && policy.pagesPerWeek !== null && { pagesPerWeek: policy.pagesPerWeek }),
      },
    [tried, policy],
  );
  const input = useMemo(
    () => ({ ...draft, ...writeRange(readRange({ from, to, last }, usualRange)) }),
    [draft, from, to, last],
  );
  return {
    now,
    choice: readRange(search, usualRange),
    draft,
    input,
    choose: (choice) => change({ from: undefined, to: undefined, last: undefined, ...writeRange(choice) }, 'step'),
    ask: (next) => change({ try: writeDraft(next) }, 'step'),
    forget: () => change({ try: undefined }, 'step'),
  };
}
