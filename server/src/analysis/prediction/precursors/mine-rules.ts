import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import { discoveries } from '../../statistics/benjamini-hochberg.ts';
import { gTest } from '../../statistics/gtest.ts';
import { median } from '../../statistics/quantiles.ts';
import { wilsonLow } from '../../statistics/wilson-interval.ts';
import type { Sign } from './sign.ts';
import { createTally, type Tally, timesAsked, WINDOWS } from './tally.ts';

/**
 * Which signs come before which failure more often than by chance. In: how often a failure followed each sign, and how
 * often it followed a random window of the same entities. Out: the rules that hold, best first.
 */

const LEAST_SUPPORT = 3;
const FALSE_DISCOVERIES = 0.01;
const SHORTEST_LEAD = 2 * MINUTE;
const MOST_RULES = 50;
/** Random windows of all entities that stand beside an entity's own. */
const PRIOR_WINDOWS = 4;

/** All that is counted of a sign. Plain data. */
export interface SignTally {
  /** As it was seen last. */
  sign: Sign;
  readonly tally: Tally;
  /** How often it was counted at each entity. */
  readonly at: Map<EntityId, number>;
}

/** Plain data. */
export interface Rule {
  readonly sign: string;
  readonly failure: Failure;
  readonly window: DurationMs;
  /** The failure came within the window `support` times of `times`. */
  readonly support: number;
  readonly times: number;
  /** Share of random windows of the same entities after which it came. */
  readonly usual: number;
  /** Lower bound of the share that came, less what is usual. */
  readonly gain: number;
  /** Chance of this when the sign says nothing. */
  readonly p: number;
  readonly medianLead: DurationMs;
  /** In order of length. */
  readonly leads: readonly DurationMs[];
}

/**
 * signs     by key
 * windows   random ones, by entity
 */
export function mineRules(signs: ReadonlyMap<string, SignTally>, windows: ReadonlyMap<EntityId, Tally>): Rule[] {
  const all = createTally();
  for (const tally of windows.values()) addTally(all, tally);
  const candidates = [...signs.keys()].sort().flatMap((key) => candidatesOf(key, signs.get(key)!, windows, all));
  // What never came after a sign was tested too: it counts, with no discovery.
  const asked = signs.size * Math.max(1, all.followed.size) * WINDOWS.length;
  const kept = discoveries(
    candidates.map(({ p }) => p),
    FALSE_DISCOVERIES,
    Math.max(asked, candidates.length),
  );
  const holding = candidates.filter(
    ({ support, gain, medianLead }, i) =>
      kept[i] && support >= LEAST_SUPPORT && gain > 0 && medianLead >= SHORTEST_LEAD,
  );
  return mostOf(bestWindows(holding));
}

function candidatesOf(
  key: string,
  { tally, at }: SignTally,
  windows: ReadonlyMap<EntityId, Tally>,
  all: Tally,
): Rule[] {
  return [...tally.followed].flatMap(([failure, { within, leads }]) =>
    WINDOWS.flatMap((window, bin): Rule[] => {
      const support = within[bin]!;
      const times = timesAsked(tally, failure);
      const inside = leads.filter((lead) => lead <= window).sort((a, b) => a - b);
      if (support === 0 || times === 0 || inside.length === 0) return [];
      const { usual, asked } = usualOf(at, windows, all, failure, bin);
      const { p } = gTest({
        insideWith: support,
        insideWithout: times - support,
        outsideWith: usual * asked,
        outsideWithout: (1 - usual) * asked,
      });
      const gain = wilsonLow(support, times) - usual;
      return [
        { sign: key, failure, window, support, times, usual, gain, p, medianLead: median(inside)!, leads: inside },
      ];
    }),
  );
}

/** Share of random windows after which it came, of the entities that had the sign, as often as each had it. */
function usualOf(
  at: ReadonlyMap<EntityId, number>,
  windows: ReadonlyMap<EntityId, Tally>,
  all: Tally,
  failure: Failure,
  bin: number,
): { readonly usual: number; readonly asked: number } {
  const came = (tally: Tally | undefined): number => tally?.followed.get(failure)?.within[bin] ?? 0;
  const pooled = (came(all) + 0.5) / (timesAsked(all, failure) + 1);
  let usual = 0;
  let asked = PRIOR_WINDOWS;
  let sum = 0;
  for (const entity of [...at.keys()].sort()) {
    const own = windows.get(entity);
    const times = own ? timesAsked(own, failure) : 0;
    usual += (at.get(entity)! * (came(own) + PRIOR_WINDOWS * pooled)) / (times + PRIOR_WINDOWS);
    sum += at.get(entity)!;
    asked += times;
  }
  return { usual: sum > 0 ? usual / sum : pooled, asked };
}

function addTally(to: Tally, { seen, excluded, followed }: Tally): void {
  to.seen += seen;
  for (const [failure, times] of excluded) to.excluded.set(failure, (to.excluded.get(failure) ?? 0) + times);
  for (const [failure, { within }] of followed) {
    const own = to.followed.get(failure) ?? { within: within.map(() => 0), leads: [] };
    to.followed.set(failure, own);
    for (const [bin, times] of within.entries()) own.within[bin]! += times;
  }
}

/** Of each sign and failure the window that gains most; of equal ones the shortest. */
function bestWindows(rules: readonly Rule[]): Rule[] {
  const best = new Map<string, Rule>();
  for (const rule of rules) {
    const key = ruleKey(rule);
    const before = best.get(key);
    if (!before || rule.gain > before.gain) best.set(key, rule);
  }
  return [...best.values()];
}

function mostOf(rules: readonly Rule[]): Rule[] {
  const byGain = [...rules].sort((a, b) => b.gain - a.gain || (ruleKey(a) < ruleKey(b) ? -1 : 1));
  const counts = new Map<Failure, number>();
  return byGain.filter(({ failure }) => {
    const count = (counts.get(failure) ?? 0) + 1;
    counts.set(failure, count);
    return count <= MOST_RULES;
  });
}

export function ruleKey({ sign, failure }: Pick<Rule, 'sign' | 'failure'>): string {
  return `${sign}\u001f${failure}`;
}
