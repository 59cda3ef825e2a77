import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { broughtAbout, type FindingLinks } from './finding-links.ts';
import { ONE_HOP, type Place } from './topology-distance.ts';
import { type Traits, wordOverlap } from './traits.ts';

/** Time kernel: onsets this far apart count for 1/e. Exhaustion builds up slowly, so it reaches farther. */
const TAU_MS = 3 * MINUTE;
const TAU_SLOW_MS = 10 * MINUTE;

/** An edge without a finding of its own carries less: it may be there by chance. */
const QUIET_EDGE = 0.7;

/** From this on two anomalies belong together. */
export const TOGETHER = 0.6;

/** How long after its last minute a harm still draws what befalls its entity: pods of a workload fail in turn. */
const AFTERMATH_MS = 15 * MINUTE;

/**
 * How likely two anomalies are of one story, in (0, 1): a logistic score of time, topology, text and of what one has
 * brought about of the other so far.
 * Source of the form: the ablations of alert grouping agree that time matters most, then place, then text.
 */
export function similarityOf(a: Traits, b: Traits, place: Place, links: FindingLinks): number {
  const tau = a.isSlow || b.isSlow ? TAU_SLOW_MS : TAU_MS;
  const apart = isBound(a, b, place) ? 0 : Math.abs(a.anomaly.onset - b.anomaly.onset) / tau;
  const text = a.text === b.text ? 1 : wordOverlap(a.words, b.words);
  const history = broughtAbout(links, a, b, place.near >= ONE_HOP);
  return similarityAt(scoreAt(Math.exp(-apart), weightOf(place), text, history));
}

/**
 * The score, as `scoreOf` gives it, that no two anomalies at such places can be above, however close in time.
 *
 * history  the most that one can have brought about of the other
 */
export function highestScore(place: Place, text: number, history: number): number {
  return scoreAt(1, weightOf(place), text, history);
}

/** Logistic: 0 gives 0.5. */
export function similarityAt(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** The score behind a similarity: its inverse logistic. */
export function scoreOf(similarity: number): number {
  return Math.log(similarity / (1 - similarity));
}

function weightOf({ near, isLoud }: Place): number {
  const isPlacement = near === 1 || near === 0.8;
  return isPlacement || isLoud ? near : near * QUIET_EDGE;
}

function scoreAt(time: number, place: number, text: number, history: number): number {
  return -3 + 3 * time + 2 * place + text + 1.5 * history;
}

/**
 * Harm that lasts goes on at the same entity, or along a call that is itself in trouble, however late: by the onsets
 * alone a slow escalation falls apart.
 */
export function isBound(a: Traits, b: Traits, { near, isLoud }: Place): boolean {
  if (!a.isHarm || !b.isHarm) return false;
  return (near === 1 || isLoud) && gapBetween(a, b) <= AFTERMATH_MS;
}

/** Zero where one was seen while the other lasted. */
function gapBetween({ anomaly: a }: Traits, { anomaly: b }: Traits): Timestamp {
  return Math.max(0, a.onset - b.lastSeen, b.onset - a.lastSeen);
}
