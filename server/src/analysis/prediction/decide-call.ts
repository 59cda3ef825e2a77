import type { Failure } from '@foreshock/model/failure.ts';
import { DAY, type DurationMs, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { WarningPolicy } from '@foreshock/model/warning-policy.ts';
import { MATURED_FROM } from './threshold.ts';
import type { Tier } from './tier.ts';

// When a call is made, who is told, and when it no longer stands: asked minute by minute, and again by a replay of the
// ledger under another policy.

/** Below this share of the threshold a call no longer stands. */
const WITHDRAW_BELOW = 0.6;
export const WITHDRAW_AFTER: DurationMs = 10 * MINUTE;
/** A budget of pages is for so long. */
const BUDGET_SPAN = 7 * DAY;

/** The probability from which a call is made. `learned`: what the record of the failure teaches. */
export function thresholdInForce(policy: WarningPolicy, failure: Failure, learned: number): number {
  return policy.thresholds[failure] ?? learned;
}

export function isTooLow(probability: number, threshold: number): boolean {
  return probability < WITHDRAW_BELOW * threshold;
}

export interface StageFacts {
  readonly tier: Tier;
  /** Calls of the failure that have come true or not. */
  readonly resolved: number;
  /** When somebody was told before, in any order. */
  readonly pages: readonly Timestamp[];
  readonly now: Timestamp;
}

/** Whether somebody is told of a call or it is on screen only. */
export function stageOf(policy: WarningPolicy, { tier, resolved, pages, now }: StageFacts): 'shadow' | 'active' {
  // That it came before is no precursor: such a call stands on the screen and wakes nobody.
  if (tier === 'recurrence' || resolved < MATURED_FROM || policy.holdsBack === true) return 'shadow';
  const { pagesPerWeek } = policy;
  return pagesPerWeek !== undefined && recentPages(pages, now).length >= pagesPerWeek ? 'shadow' : 'active';
}

/** Those that count against the budget. */
export function recentPages(pages: readonly Timestamp[], now: Timestamp): Timestamp[] {
  return pages.filter((page) => now - page < BUDGET_SPAN);
}
