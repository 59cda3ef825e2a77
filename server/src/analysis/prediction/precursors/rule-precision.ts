import { type Rule, ruleKey } from './mine-rules.ts';
import type { Seen } from './tally.ts';

/** How often a rule has come true since it was adopted: what chose it counts in its favor no longer. */

const KEPT_OUTCOMES = 20;
/** Fewer say nothing against what was mined. */
const SPEAKS_FROM = 5;
/** Of so many outcomes a rule must have kept half of its promise. */
const JUDGED_FROM = 10;
const KEEPS = 0.5;
/** Occasions on which the failure came as often as usual stand beside the counts. */
const PRIOR_OCCASIONS = 2;

export function noteOutcome(outcomes: Map<string, boolean[]>, rule: Rule, { leads, excluded }: Seen): void {
  const { failure, window } = rule;
  if (excluded.includes(failure)) return;
  const key = ruleKey(rule);
  const own = outcomes.get(key) ?? [];
  outcomes.set(key, own);
  own.push((leads.get(failure) ?? Number.POSITIVE_INFINITY) <= window);
  if (own.length > KEPT_OUTCOMES) own.shift();
}

/** The lower of what was mined and of what came since, each shrunk to what is usual. */
export function precisionOf(rule: Rule, outcomes: readonly boolean[] = []): number {
  const mined = shrunk(rule, rule.support, rule.times);
  if (outcomes.length < SPEAKS_FROM) return mined;
  return Math.min(mined, shrunk(rule, hitsOf(outcomes), outcomes.length));
}

export function hasDecayed(rule: Rule, outcomes: readonly boolean[] = []): boolean {
  const { support, times } = rule;
  return outcomes.length >= JUDGED_FROM && hitsOf(outcomes) / outcomes.length < (KEEPS * support) / times;
}

function hitsOf(outcomes: readonly boolean[]): number {
  return outcomes.filter(Boolean).length;
}

function shrunk({ usual }: Rule, hits: number, times: number): number {
  return (hits + PRIOR_OCCASIONS * usual) / (times + PRIOR_OCCASIONS);
}
