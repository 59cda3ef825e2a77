import type { PeerReadings } from '@foreshock/server/analysis/prediction/run-to-failure/peer-deviation.ts';
import type { PreventRun } from './prevent-runs.ts';

/** How often one run was warned, and how soon. */
export interface Alarms {
  /** Minutes from the first alarm after the injection to the failure; 0 for none. */
  readonly lead: number;
  /** Alarms before the injection, and minutes of it that were asked. */
  readonly falseMinutes: number;
  readonly asked: number;
}

const REFERENCE_MINUTES = 20;
const FAR = 6;

/**
 * The trivial rule: the share of measures that lie beyond six robust deviations from the run's first 20 minutes, against
 * the largest share that the other runs had before their injection. It names no node.
 */
export function farFromStart(runs: readonly PreventRun[]): Alarms[] {
  const shares = runs.map(sharesFar);
  const beforeInjection = runs.map(({ injection }, i) =>
    Math.max(0, ...shares[i]!.slice(REFERENCE_MINUTES, injection - 1)),
  );
  return runs.map(({ injection, failure }, i) => {
    const threshold = Math.max(...beforeInjection.filter((_, other) => other !== i));
    const alarms = shares[i]!.map((share) => share > threshold);
    const first = alarms.indexOf(true, injection - 1);
    const before = alarms.slice(REFERENCE_MINUTES, injection - 1);
    return {
      lead: first < 0 || first >= failure - 1 ? 0 : failure - 1 - first,
      falseMinutes: before.filter(Boolean).length,
      asked: before.length,
    };
  });
}

/** By minute; 0 in the first 20. Of what never moved in them every move is far. */
function sharesFar({ minutes }: PreventRun): number[] {
  const reference = new Map<string, { readonly middle: number; readonly spread: number }>();
  for (const [measure, byNode] of minutes[0]!) {
    for (const node of byNode.keys()) {
      const values = minutes.slice(0, REFERENCE_MINUTES).flatMap((minute) => minute.get(measure)?.get(node) ?? []);
      const middle = medianOf(values);
      const spread = 1.4826 * medianOf(values.map((value) => Math.abs(value - middle)));
      reference.set(`${node} ${measure}`, { middle, spread });
    }
  }
  return minutes.map((minute, at) => (at < REFERENCE_MINUTES ? 0 : shareFar(minute, reference)));
}

function shareFar(
  minute: PeerReadings,
  reference: ReadonlyMap<string, { readonly middle: number; readonly spread: number }>,
): number {
  let far = 0;
  for (const [measure, byNode] of minute) {
    for (const [node, value] of byNode) {
      const usual = reference.get(`${node} ${measure}`);
      if (usual && Math.abs(value - usual.middle) > FAR * usual.spread) far += 1;
    }
  }
  return far / reference.size;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
