import type { Timestamp } from '@foreshock/model/time.ts';
import { scaleLinear } from 'd3';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';

export interface OddsRevision {
  readonly at: Timestamp;
  /** Absent where only a band was earned. */
  readonly probability: number | undefined;
  readonly band: 'low' | 'raised' | 'high';
}

export interface OddsHistory {
  readonly time: TimeScale;
  readonly top: number;
  readonly bottom: number;
  readonly path: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly revision: OddsRevision }[];
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Height of the threshold at which such a call is issued. */
  readonly thresholdY: number | undefined;
}

const bands = ['low', 'raised', 'high'];

/**
 * The odds by revision as steps: each holds until the next. Percents on a scale of probabilities; when any revision
 * has only a band, three levels without a scale.
 *
 * revisions  at least one, oldest first
 */
export function layOutOddsHistory(
  revisions: readonly OddsRevision[],
  until: Timestamp,
  threshold: number,
  width: number,
): OddsHistory {
  const percent = revisions.every((revision) => revision.probability !== undefined);
  const [top, bottom] = [10, 84];
  const probabilities = revisions.map((revision) => revision.probability ?? 0);
  const low = Math.max(0, Math.floor(Math.min(...probabilities, threshold) * 10 - 0.5) / 10);
  const high = Math.min(1, Math.ceil(Math.max(...probabilities, threshold) * 10 + 0.5) / 10);
  const y = percent ? scaleLinear([low, high], [bottom, top]) : scaleLinear([0, 2], [bottom - 8, top + 8]);
  const time = timeScale({ from: revisions[0]!.at, to: Math.max(until, revisions[0]!.at + 60_000) }, 44, width - 110);
  const points = revisions.map((revision) => ({
    x: time.x(revision.at),
    y: y(percent ? revision.probability! : bands.indexOf(revision.band)),
    revision,
  }));
  const path = points.map((point, i) => (i === 0 ? `M${point.x} ${point.y}` : `H${point.x}V${point.y}`)).join('');
  return {
    time,
    top,
    bottom,
    path: `${path}H${time.right}`,
    points,
    ticks: percent
      ? y.ticks(3).map((value) => ({ y: y(value), text: String(Math.round(value * 100)) }))
      : bands.map((band, i) => ({ y: y(i), text: band })),
    thresholdY: percent ? y(threshold) : undefined,
  };
}
