import { failure, type Result, success } from './known-error.ts';
import { nextLocalTime } from './local-time.ts';
import { DAY, type DurationMs, type Timestamp } from './time.ts';

/** Why a snooze ended before its time. */
export const snoozeEnds = ['worsened', 'reached'] as const;
export type SnoozeEnd = (typeof snoozeEnds)[number];

/** A time of not telling of one incident or prediction. It always ends. */
export interface Snooze {
  readonly by: string;
  readonly from: Timestamp;
  readonly until: Timestamp;
  /** It ends at once when the shown odds reach this, 0 to 1. */
  readonly untilProbability?: number;
  /** The odds that were shown when it began, 0 to 1. */
  readonly probability?: number;
  /** Absent while it holds, and when it ended at its time. */
  readonly ended?: SnoozeEnd;
}

/** What a person asks for. `untilMinute`: after local midnight, the next time that clocks show it. */
export type SnoozeForm =
  | { readonly forMs: DurationMs }
  | { readonly untilMinute: number; readonly timeZone: string }
  | { readonly untilProbability: number };

export interface SnoozedThing {
  /** 0 to 1, where it is shown as a percentage. */
  readonly probability?: number;
  /** Of the headline, of predictions. */
  readonly horizon?: DurationMs;
}

/** What is to be quiet for longer is resolved, or under maintenance. */
const LONGEST_MS = 7 * DAY;
/** Odds that have not come up in a day are another story by then. */
const LONGEST_UNTIL_ODDS_MS = DAY;
const OFFERED_ODDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
/** Odds move by so much from one minute to the next without anything having happened. */
const CLOSE = 0.05;

/** The snooze that begins now. `input-invalid` where it would not end ahead, or asks for odds that are not shown. */
export function beginSnooze(
  form: SnoozeForm,
  { probability, horizon = LONGEST_UNTIL_ODDS_MS }: SnoozedThing,
  { by, now }: { readonly by: string; readonly now: Timestamp },
): Result<Snooze> {
  const begun = { by, from: now, ...(probability !== undefined && { probability }) };
  if ('forMs' in form) {
    if (form.forMs > 0 && form.forMs <= LONGEST_MS) return success({ ...begun, until: now + form.forMs });
    return failure(
      'input-invalid',
      'for: a snooze lasts up to 7 days; give a duration such as PT30M, or use maintenance',
    );
  }
  if ('untilMinute' in form) return success({ ...begun, until: nextLocalTime(now, form.untilMinute, form.timeZone) });
  const { untilProbability } = form;
  if (probability === undefined)
    return failure(
      'input-invalid',
      'untilProbability: the odds of this are not shown as a percentage; snooze it for a time',
    );
  if (probability >= untilProbability)
    return failure('input-invalid', `untilProbability is ${untilProbability}: the odds are ${probability} already`);
  return success({ ...begun, untilProbability, until: now + Math.min(horizon, LONGEST_UNTIL_ODDS_MS) });
}

/** While it holds; `undefined` when there is none or it is over. */
export function standingSnooze<T extends Snooze>(snooze: T | undefined, now: Timestamp): T | undefined {
  return snooze && snooze.until > now ? snooze : undefined;
}

/** The next two odds worth waiting for; none where no percentage is shown. */
export function oddsToWaitFor(probability: number | undefined): number[] {
  if (probability === undefined) return [];
  return OFFERED_ODDS.filter((odds) => odds >= probability + CLOSE).slice(0, 2);
}
