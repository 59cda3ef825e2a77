import type { Failure } from '@foreshock/model/failure.ts';
import { DAY, type DurationMs, MINUTE } from '@foreshock/model/time.ts';

/**
 * Events per workload and week before anything is known here. Assumptions, outweighed by the first event of the
 * tenant's own.
 */
const SHIPPED: Partial<Record<Failure, number>> = {
  out_of_memory: 0.02,
  disk_full: 0.005,
  pool_exhausted: 0.01,
  queue_backlog: 0.02,
  quota: 0.01,
};
const OTHERWISE = 0.01;
const WEEK_MINUTES = (7 * DAY) / MINUTE;

/** What was counted: onsets, and minutes in which an entity could have had one. */
export interface Exposure {
  events: number;
  minutes: number;
}

/** P(onset within `horizon`) at a moment about which nothing is known. Gamma and Poisson, half an event as prior. */
export function baseProbability(failure: Failure, exposure: Exposure | undefined, horizon: DurationMs): number {
  const shipped = SHIPPED[failure] ?? OTHERWISE;
  const weeks = (exposure?.minutes ?? 0) / WEEK_MINUTES;
  const perWeek = (0.5 + (exposure?.events ?? 0)) / (0.5 / shipped + weeks);
  return 1 - Math.exp((-perWeek * horizon) / (7 * DAY));
}
