// Which type of finding brings about which other. In comes the history of a project, out go links with the number of
// effects that one cause brings about, at its own place and one hop away.
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import { withoutCycles } from './acyclic-links.ts';
import { type AlarmHistory, countWindows, type WindowCounts } from './alarm-history.ts';
import { type Fit, fitEffect, type Parent } from './fit-effect.ts';
import { withoutShadows } from './without-shadows.ts';

export interface Link {
  readonly cause: number;
  readonly effect: number;
  /** Effects that one cause brings about at its own place, and at each place one hop away. */
  readonly own: number;
  readonly near: number;
  /** Log likelihood that it adds, in nats. */
  readonly gain: number;
}

export interface LearntLinks {
  readonly links: readonly Link[];
  /** How long a cause works. */
  readonly windowMs: number;
}

/** Of these the window is chosen in which causes explain most. */
export const WINDOWS_MS = [15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE];
/** A term must gain so many nats: by chance alone fewer than 1 in 100 do. */
export const LEAST_GAIN = 2.8;
const FIRST_ITERATIONS = 20;
const TRIAL_ITERATIONS = 8;
/** So many alarms of each type are taken to be spread evenly over all places. */
const PRIOR_ALARMS = 2;
/** Too few to tell a cause from chance. */
const LEAST_ALARMS = 5;

/**
 * Links of an additive point process with forward selection, one effect after the other, without cycles and without
 * what the others bring about by themselves. Nothing is returned for types that are too rare.
 */
export function learnLinks(history: AlarmHistory, windowsMs: readonly number[] = WINDOWS_MS): LearntLinks {
  const candidates = windowsMs.map((windowMs) => linksOfWindow(history, windowMs));
  const best = candidates.reduce((a, b) => (b.penalisedGain > a.penalisedGain ? b : a));
  return { links: withoutShadows(withoutCycles(best.links)), windowMs: best.windowMs };
}

interface WindowLinks {
  readonly windowMs: number;
  readonly links: readonly Link[];
  /** What the links gain, less what as many would gain by chance. */
  readonly penalisedGain: number;
}

function linksOfWindow(history: AlarmHistory, windowMs: number): WindowLinks {
  const counts = countWindows(history, windowMs);
  const alarmsOf = Array.from({ length: history.typeCount }, (): number[] => []);
  for (const [alarm, type] of history.types.entries()) alarmsOf[type]!.push(alarm);
  const exposures = exposuresOf(history);
  const links = alarmsOf.flatMap((alarms, effect) =>
    alarms.length < LEAST_ALARMS ? [] : selectParents({ history, windowMs, counts, exposures, alarms, effect }),
  );
  return {
    windowMs,
    links,
    penalisedGain: links.reduce((sum, { gain }) => sum + gain - LEAST_GAIN, 0),
  };
}

interface Exposures {
  /** Alarms of each type. */
  readonly own: readonly number[];
  /** Alarms of each type, each as often as its place has neighbors. */
  readonly near: readonly number[];
}

function exposuresOf({ types, places, typeCount, neighbors }: AlarmHistory): Exposures {
  const own = new Array<number>(typeCount).fill(0);
  const near = new Array<number>(typeCount).fill(0);
  for (const [alarm, type] of types.entries()) {
    own[type]! += 1;
    near[type]! += neighbors[places[alarm]!]!.length;
  }
  return { own, near };
}

interface Effect {
  readonly history: AlarmHistory;
  readonly windowMs: number;
  readonly counts: WindowCounts;
  readonly exposures: Exposures;
  /** Its alarms, as places in the history. */
  readonly alarms: readonly number[];
  readonly effect: number;
}

interface Term extends Parent {
  readonly cause: number;
  readonly where: 'own' | 'near';
}

interface ChosenTerm extends Term {
  readonly gain: number;
}

function selectParents(of: Effect): Link[] {
  const background = backgroundOf(of);
  const terms = termsOf(of);
  // What explains bursts of the effect itself is in the model from the start, and is no link.
  const always = terms.filter(({ cause }) => cause === of.effect);
  const left = terms
    .filter(({ cause }) => cause !== of.effect)
    .map((term): Candidate => ({ term, bound: Number.POSITIVE_INFINITY }));
  let chosen: Term[] = [...always];
  const gained: ChosenTerm[] = [];
  let fit = fitEffect(background, chosen, { background: of.alarms.length, alphas: [] }, FIRST_ITERATIONS);
  for (;;) {
    const best = bestTerm(background, chosen, left, fit);
    if (!best || best.gain < LEAST_GAIN) break;
    chosen = [...chosen, best.candidate.term];
    left.splice(left.indexOf(best.candidate), 1);
    gained.push({ ...best.candidate.term, gain: best.gain });
    fit = fitEffect(background, chosen, best.fit, TRIAL_ITERATIONS);
  }
  const alphaOf = (term: ChosenTerm): number =>
    fit.alphas[chosen.findIndex(({ cause, where }) => cause === term.cause && where === term.where)]!;
  return [...Map.groupBy(gained, ({ cause }) => cause)].map(([cause, both]): Link => {
    const alpha = (where: Term['where']): number => both.filter((term) => term.where === where).map(alphaOf)[0] ?? 0;
    return {
      cause,
      effect: of.effect,
      own: alpha('own'),
      near: alpha('near'),
      gain: both.reduce((sum, { gain }) => sum + gain, 0),
    };
  });
}

interface Candidate {
  readonly term: Term;
  /** What it gained when it was tried last: with more parents beside it, it explains less. */
  bound: number;
}

interface Best {
  readonly candidate: Candidate;
  readonly fit: Fit;
  readonly gain: number;
}

/** Tries the most promising first, and no more of them than can still be the best. */
function bestTerm(background: Float64Array, chosen: readonly Term[], left: Candidate[], from: Fit): Best | undefined {
  let best: Best | undefined;
  for (const candidate of left.sort((a, b) => b.bound - a.bound)) {
    if (best && best.gain >= LEAST_GAIN && candidate.bound < best.gain) break;
    const fit = fitEffect(background, [...chosen, candidate.term], from, TRIAL_ITERATIONS);
    const gain = fit.logLikelihood - from.logLikelihood;
    candidate.bound = gain;
    if (!best || gain > best.gain) best = { candidate, fit, gain };
  }
  return best;
}

/** Intensity of the background at each alarm: places that have many of them have them anyway. */
function backgroundOf({ history, alarms }: Effect): Float64Array {
  const { times, places, neighbors } = history;
  const span = Math.max(1, times.at(-1)! - times[0]!);
  const perPlace = new Map<number, number>();
  for (const alarm of alarms) perPlace.set(places[alarm]!, (perPlace.get(places[alarm]!) ?? 0) + 1);
  return Float64Array.from(alarms, (alarm) => {
    const share = (perPlace.get(places[alarm]!)! + PRIOR_ALARMS / neighbors.length) / (alarms.length + PRIOR_ALARMS);
    return share / span;
  });
}

/** What came before at least one of the alarms. */
function termsOf({ windowMs, counts, exposures, alarms }: Effect): Term[] {
  return (['own', 'near'] as const).flatMap((where) =>
    counts[where].flatMap((counted, cause) => {
      const after = alarms.flatMap((alarm, index) => (counted[alarm]! > 0 ? [index] : []));
      if (after.length === 0) return [];
      const rates = Float64Array.from(after, (index) => counted[alarms[index]!]! / windowMs);
      return [{ cause, where, alarms: Int32Array.from(after), rates, exposure: exposures[where][cause]! }];
    }),
  );
}
