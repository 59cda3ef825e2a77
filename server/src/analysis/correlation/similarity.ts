import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Nearness } from './topology-distance.ts';

/** Time kernel: onsets this far apart count for 1/e. Exhaustion builds up slowly, so it reaches farther. */
const TAU_MS = 3 * MINUTE;
const TAU_SLOW_MS = 10 * MINUTE;

/** An edge without a finding of its own carries less: it may be there by chance. */
const QUIET_EDGE = 0.7;

/** From this on two anomalies belong together. */
export const TOGETHER = 0.6;

/**
 * How likely two anomalies are of one story, in (0, 1): a logistic score of time, topology and text.
 * Source of the form: the ablations of alert grouping agree that time matters most, then place, then text.
 */
export function similarityOf(a: Anomaly, b: Anomaly, nearness: Nearness): number {
  const slow = isSlow(a) || isSlow(b);
  const near = nearness.between(a.entity, b.entity);
  const place = near === 1 || near === 0.8 ? near : near * QUIET_EDGE;
  const apart = Math.abs(a.onset - b.onset) / (slow ? TAU_SLOW_MS : TAU_MS);
  const text = a.signal === b.signal && a.measure === b.measure ? 1 : wordOverlap(a, b);
  return 1 / (1 + Math.exp(-(-3 + 3 * Math.exp(-apart) + 2 * place + text)));
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

/** Mean of the three largest similarities to the members of a group. */
export function similarityToGroup(anomaly: Anomaly, members: Iterable<Anomaly>, nearness: Nearness): number {
  const best = [0, 0, 0];
  let compared = 0;
  for (const member of members) {
    compared += 1;
    const similarity = similarityOf(anomaly, member, nearness);
    if (similarity > best[2]!) {
      best[2] = similarity;
      best.sort((x, y) => y - x);
    }
  }
  const counted = Math.min(3, compared);
  return counted === 0 ? 0 : best.slice(0, counted).reduce((sum, value) => sum + value, 0) / counted;
}
