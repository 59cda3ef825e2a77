import { counterUniform } from '@foreshock/server/analysis/statistics/counter-hash.ts';
import type { OverlayEpisode, RecordedAlert, RecordedAlerts } from './recorded-alerts.ts';

/** Which findings a thinned copy keeps. */
export interface Thinning {
  readonly keep: number;
  readonly draw: number;
}

const SEED = 20_261_126;

/**
 * Two faults laid over one another: the alerts of the first, and those of the second moved to begin soon after, in order
 * of time and of the file.
 */
export function overlay(
  { alerts }: RecordedAlerts,
  { episode, first, second, shiftMs }: OverlayEpisode,
  { keep, draw }: Thinning,
): RecordedAlert[] {
  return alerts
    .filter(
      ({ fault, row }) => (fault === first || fault === second) && counterUniform(SEED, draw, episode, row) < keep,
    )
    .map((alert) => (alert.fault === second ? moved(alert, shiftMs) : alert))
    .sort(byTime);
}

export function byTime(a: RecordedAlert, b: RecordedAlert): number {
  return a.anomaly.onset - b.anomaly.onset || a.row - b.row;
}

function moved(alert: RecordedAlert, byMs: number): RecordedAlert {
  const onset = alert.anomaly.onset + byMs;
  return { ...alert, anomaly: { ...alert.anomaly, onset, lastSeen: onset } };
}

/** A new group after so long without an alert. */
export function splitAtGaps(alerts: readonly RecordedAlert[], gapMs: number): number[] {
  let group = 0;
  return alerts.map(({ anomaly }, index) => {
    if (index > 0 && anomaly.onset - alerts[index - 1]!.anomaly.onset > gapMs) group += 1;
    return group;
  });
}
