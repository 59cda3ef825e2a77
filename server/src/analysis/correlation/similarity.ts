import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { broughtAbout, type FindingLinks } from './finding-links.ts';
import { isHarm } from './harm.ts';
import { type Nearness, ONE_HOP } from './topology-distance.ts';

/** Time kernel: onsets this far apart count for 1/e. Exhaustion builds up slowly, so it reaches farther. */
const TAU_MS = 3 * MINUTE;
const TAU_SLOW_MS = 10 * MINUTE;

/** An edge without a finding of its own carries less: it may be there by chance. */
const QUIET_EDGE = 0.7;

/** From this on two anomalies belong together. */
export const TOGETHER = 0.6;

/** How long after its last minute a harm still draws what befalls its entity: pods of a workload fail in turn. */
const AFTERMATH_MS = 15 * MINUTE;

/** What is known beside the two that are compared. */
export interface Relatedness {
  readonly nearness: Nearness;
  readonly links: FindingLinks;
}

/**
 * How likely two anomalies are of one story, in (0, 1): a logistic score of time, topology, text and of what one has
 * brought about of the other so far.
 * Source of the form: the ablations of alert grouping agree that time matters most, then place, then text.
 */
export function similarityOf(a: Anomaly, b: Anomaly, { nearness, links }: Relatedness): number {
  const near = nearness.between(a.entity, b.entity);
  const isPlacement = near === 1 || near === 0.8;
  const place = isPlacement || nearness.isLoud(a.entity, b.entity) ? near : near * QUIET_EDGE;
  const tau = isSlow(a) || isSlow(b) ? TAU_SLOW_MS : TAU_MS;
  const apart = isBound(a, b, nearness) ? 0 : Math.abs(a.onset - b.onset) / tau;
  const text = a.signal === b.signal && a.measure === b.measure ? 1 : wordOverlap(a, b);
  const history = broughtAbout(links, a, b, near >= ONE_HOP);
  return 1 / (1 + Math.exp(-(-3 + 3 * Math.exp(-apart) + 2 * place + text + 1.5 * history)));
}

/**
 * Harm that lasts goes on at the same entity, or along a call that is itself in trouble, however late: by the onsets
 * alone a slow escalation falls apart.
 */
function isBound(a: Anomaly, b: Anomaly, nearness: Nearness): boolean {
  if (!isHarm(a) || !isHarm(b)) return false;
  const isSamePlace = a.entity === b.entity || nearness.isLoud(a.entity, b.entity);
  return isSamePlace && gapBetween(a, b) <= AFTERMATH_MS;
}

/** Zero where one was seen while the other lasted. */
function gapBetween(a: Anomaly, b: Anomaly): Timestamp {
  return Math.max(0, a.onset - b.lastSeen, b.onset - a.lastSeen);
}

function isSlow(anomaly: Anomaly): boolean {
  return anomaly.kind === 'saturation' || anomaly.kind === 'queue';
}

/** Jaccard overlap of the words of two log templates; 0 for other signals. */
function wordOverlap(a: Anomaly, b: Anomaly): number {
  if (a.signal !== 'logs' || b.signal !== 'logs') return 0;
  const left = new Set(a.measure.split(/\s+/));
  const right = new Set(b.measure.split(/\s+/));
  let both = 0;
  for (const word of left) if (right.has(word)) both += 1;
  return both / (left.size + right.size - both);
}

/** Mean of the three largest similarities to the members of a group; one that binds is enough. */
export function similarityToGroup(anomaly: Anomaly, members: Iterable<Anomaly>, related: Relatedness): number {
  const best = [0, 0, 0];
  let compared = 0;
  let bound = 0;
  for (const member of members) {
    compared += 1;
    const similarity = similarityOf(anomaly, member, related);
    if (similarity > bound && isBound(anomaly, member, related.nearness)) bound = similarity;
    if (similarity > best[2]!) {
      best[2] = similarity;
      best.sort((x, y) => y - x);
    }
  }
  const counted = Math.min(3, compared);
  if (counted === 0) return 0;
  return Math.max(bound, best.slice(0, counted).reduce((sum, value) => sum + value, 0) / counted);
}
