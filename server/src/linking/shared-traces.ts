import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { SharedTraces } from '@foreshock/model/template-link.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';

/** One trace: what it passed, and which templates it left there. */
export interface TraceVisit {
  /** Name of its first span; empty where none is kept. */
  readonly route: string;
  readonly start: Timestamp;
  readonly entities: ReadonlySet<EntityId>;
  readonly templates: ReadonlySet<TemplateId>;
}

interface Stratum {
  readonly route: string;
  /** Traces that pass both services, those with the first template, with the second, with both. */
  traces: number;
  first: number;
  second: number;
  both: number;
}

/** Rates change within an incident: only traces of so many minutes are compared, of more where fewer traces came. */
const STRATUM_MS = MINUTE;
const LEAST_IN_STRATUM = 10;
const LONGEST_STRATUM_MS = 5 * MINUTE;
/** Fewer shared traces are a coincidence, whatever their p. */
const LEAST_SHARED = 3;
const LEAST_CONTAINED = 0.8;
const WAYS = 2;

/** By route, then in order of time: what `sharedTraces` takes. */
export function orderVisits(visits: readonly TraceVisit[]): TraceVisit[] {
  return [...visits].sort((a, b) => (a.route === b.route ? a.start - b.start : a.route < b.route ? -1 : 1));
}

/**
 * Whether two templates stand in the same traces more often than chance, `undefined` below three shared traces.
 *
 * passing    traces that pass both services, from `orderVisits`
 * ofCaller   traces that pass the one that calls the other; none where neither does
 *
 * Chance is that each service chooses its traces by itself, among those of one route and one minute (of more minutes where
 * few traces came): templates that merely belong to the same route, or rise in the same minutes, are no more often
 * together than expected. Where a call fails on every request of a route nothing can be learnt within it. Then, of two
 * services that call each other, and of templates of which either stands in four of five of the other's traces on their
 * routes, the traces of all routes of the caller are what is compared. Two ways are tried, so p is doubled.
 */
export function sharedTraces(
  passing: readonly TraceVisit[],
  ofCaller: readonly TraceVisit[],
  first: TemplateId,
  second: TemplateId,
): SharedTraces | undefined {
  // Most pairs end here, long before anything is added up.
  const shared = passing.filter(({ templates }) => templates.has(first) && templates.has(second));
  if (shared.length < LEAST_SHARED) return undefined;
  const within = strataOf(passing, first, second, ({ route }) => route);
  const strict = factsOf(within);
  if (!areContained(within)) return strict;
  const wide = factsOf(strataOf(ofCaller, first, second, () => ''));
  return wide.p < strict.p ? wide : strict;
}

function factsOf(strata: readonly Stratum[]): SharedTraces {
  return {
    both: sum(strata, 'both'),
    expected: strata.reduce((total, { first, second, traces }) => total + (first * second) / traces, 0),
    traces: sum(strata, 'traces'),
    p: Math.min(1, WAYS * overlapBound(strata)),
  };
}

function areContained(strata: readonly Stratum[]): boolean {
  const shared = new Set(strata.filter(({ both }) => both > 0).map(({ route }) => route));
  const ofRoutes = strata.filter(({ route }) => shared.has(route));
  return sum(ofRoutes, 'both') >= LEAST_CONTAINED * Math.max(sum(ofRoutes, 'first'), sum(ofRoutes, 'second'));
}

function sum(strata: readonly Stratum[], of: 'traces' | 'first' | 'second' | 'both'): number {
  return strata.reduce((total, stratum) => total + stratum[of], 0);
}

/** `visits` in the order of what `partOf` gives, then of time. */
function strataOf(
  visits: readonly TraceVisit[],
  first: TemplateId,
  second: TemplateId,
  partOf: (visit: TraceVisit) => string,
): Stratum[] {
  const strata: Stratum[] = [];
  let begun = 0;
  for (const visit of visits) {
    let stratum = strata.at(-1);
    const route = partOf(visit);
    if (!stratum || route !== stratum.route || isFull(stratum, visit.start - begun)) {
      stratum = { route, traces: 0, first: 0, second: 0, both: 0 };
      strata.push(stratum);
      begun = visit.start;
    }
    const [hasFirst, hasSecond] = [visit.templates.has(first), visit.templates.has(second)];
    stratum.traces += 1;
    if (hasFirst) stratum.first += 1;
    if (hasSecond) stratum.second += 1;
    if (hasFirst && hasSecond) stratum.both += 1;
  }
  return strata;
}

function isFull({ traces }: Stratum, lasted: number): boolean {
  return lasted >= LONGEST_STRATUM_MS || (lasted >= STRATUM_MS && traces >= LEAST_IN_STRATUM);
}

/** Enough halvings for a bound that is right to many digits. */
const BISECTIONS = 60;
const MOST_TILT = 60;

/**
 * Upper bound of the probability that overlaps of random sets add up to those seen.
 *
 * An overlap is hypergeometric, and its moments are below those of the binomial with the same mean (Hoeffding,
 * "Probability Inequalities for Sums of Bounded Random Variables", 1963, section 6), so that Chernoff's bound of the sum
 * of binomials holds. The overlap of the complements differs by a constant: of the two the smaller draw is taken, which
 * gives the tighter bound.
 */
export function overlapBound(strata: readonly Omit<Stratum, 'route'>[]): number {
  const draws = strata.flatMap((stratum) => smallestDraw(stratum));
  const seen = draws.reduce((sum, { seen: overlap }) => sum + overlap, 0);
  const mean = draws.reduce((sum, { draws: n, share }) => sum + n * share, 0);
  if (seen <= mean) return 1;
  const slopeAt = (tilt: number): number =>
    draws.reduce((sum, { draws: n, share }) => sum + n / (1 + (1 - share) / (share * Math.exp(tilt))), 0) - seen;
  let [low, high] = [0, MOST_TILT];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) < 0) low = middle;
    else high = middle;
  }
  // Any tilt gives a valid bound; this one is the best.
  const exponent = draws.reduce(
    (sum, { draws: n, share }) => sum + n * Math.log1p(share * Math.expm1(low)),
    -low * seen,
  );
  return Math.min(1, Math.exp(exponent));
}

function smallestDraw({ traces, first, second, both }: Omit<Stratum, 'route'>) {
  const [less, more] = first < second ? [first, second] : [second, first];
  const isOfComplements = traces - more < less;
  const draws = isOfComplements ? traces - more : less;
  const share = (isOfComplements ? traces - less : more) / traces;
  const seen = isOfComplements ? traces - first - second + both : both;
  // Sure either way: it tells nothing.
  return draws === 0 || share === 1 || share === 0 ? [] : [{ draws, share, seen }];
}
