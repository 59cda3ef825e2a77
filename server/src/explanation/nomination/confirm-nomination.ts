// Is a window as odd as a model says? The counts decide, as if every window that it was shown had been tried.
import type { Confirmation, Nomination } from '@foreshock/model/nomination.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import {
  negativeBinomialLowerTail,
  negativeBinomialUpperTail,
  sizeFromMoments,
} from '../../analysis/statistics/negative-binomial.ts';

/** Counts of one template in windows of one length, oldest first. */
export interface WindowCounts {
  /** Windows of the day before, since the template is known, in which any line of the project came; without one of its own 0. */
  readonly usual: readonly number[];
  /** Windows that the model was shown. */
  readonly shown: readonly number[];
  /** Of each of these: any line of the project came. */
  readonly heard: readonly boolean[];
  readonly firstSeen: Timestamp;
}

/** Of a hundred hours in which nothing is odd one has a window that chance alone confirms. */
export const CHANCE_AN_HOUR = 0.01;
/** Six hours of ten minutes: below that usual is not known. */
const LEAST_USUAL = 36;
/** Of a count, in its own root: one in a thousand lies further out. */
const COUNTING_DEVIATIONS = 3;
/** One line may be a slip of the miner. */
const LEAST_NEW = 3;

/** `at`: place of the window in `shown`. `tried`: windows of all templates that the model chose from. `since`: begin of the first. */
export function confirmNomination(
  says: Nomination['says'],
  { usual, shown, heard, firstSeen }: WindowCounts,
  { at, tried, since }: { readonly at: number; readonly tried: number; readonly since: Timestamp },
): Confirmation {
  const observed = shown[at] ?? 0;
  if (says === 'new') return { isConfirmed: firstSeen >= since && observed >= LEAST_NEW, observed };
  // Where nothing came at all nothing is known of one template.
  if (usual.length < LEAST_USUAL || !heard[at]) return { isConfirmed: false, observed };
  const sum = usual.reduce((all, count) => all + count, 0);
  const mean = sum / usual.length;
  // Half a line more: a template that never came may come.
  const expected = (sum + 0.5) / usual.length;
  const variance = usual.reduce((all, count) => all + (count - mean) ** 2, 0) / (usual.length - 1);
  const size = sizeFromMoments(expected, variance);
  const isMore = says === 'more';
  const tail = isMore ? negativeBinomialUpperTail : negativeBinomialLowerTail;
  // What comes in bursts has a longer tail than any that is fitted: it must also be further out than each window of the
  // day, by more than counting alone moves it.
  const isOutside = usual.every((count) => {
    const margin = COUNTING_DEVIATIONS * Math.sqrt(count + 1);
    return isMore ? observed > count + margin : observed < count - margin;
  });
  // Either direction could have been said of each.
  const isRare = tail(observed, expected, size) <= CHANCE_AN_HOUR / (2 * tried);
  return { isConfirmed: isOutside && isRare, observed, usual: mean };
}
