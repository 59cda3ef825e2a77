import type { Anomaly } from '@foreshock/model/anomaly.ts';

/** What somebody could feel, in the direction that hurts; of an incident these are the symptoms. */
export function isHarm({ kind, direction, hard }: Anomaly): boolean {
  if (hard || kind === 'missing-data') return true;
  const isWorse = direction === 'up' || direction === 'new';
  return isWorse && (kind === 'errors' || kind === 'latency');
}

/** That spans or lines of a sender stay away: it may mean that nobody asks. Without its measurements the sender is gone. */
export function isAbsence({ kind, signal, direction }: Anomaly): boolean {
  if (kind === 'missing-data') return signal !== 'metrics';
  return kind === 'traffic' && direction !== 'up';
}

/**
 * Whether an incident goes on while this does: harm, requests that stay away, what waits or is full, and traces that do
 * not do what they used to. Lines, loads and courses that have changed may stay as they are when all is well again.
 */
export function keepsOpen(anomaly: Anomaly): boolean {
  const { kind, direction, signal } = anomaly;
  if (signal === 'traces' && kind === 'other') return true;
  if (kind === 'traffic') return direction === 'down' || direction === 'gone';
  return isHarm(anomaly) || (kind === 'queue' && direction === 'up');
}
