import type { EntityId } from '@foreshock/model/entity.ts';
import type { SloObjective } from '@foreshock/model/slo.ts';

export interface Served {
  readonly entity: EntityId;
  readonly count: number;
  readonly errors: number;
  readonly p99Ms: number;
}

export interface SuggestedObjective {
  readonly entity: EntityId;
  readonly objective: SloObjective;
  readonly thresholdMs: number | null;
  readonly target: number;
  readonly achieved: number;
  readonly requests: number;
}

/** The targets that people speak of. */
const TARGETS = [0.9999, 0.9995, 0.999, 0.995, 0.99, 0.98, 0.95, 0.9];
const THRESHOLDS_MS = [50, 100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** A budget of fewer bad requests is used up by one failed job and its retries. */
const LEAST_BUDGET = 10;

/**
 * The strictest usual target that was kept, with a budget that chance does not use up; nothing for a service of so few
 * requests, or of so many errors, that there is none. Latency: 99 % within a round figure above what 99 % took.
 */
export function suggestObjectives({ entity, count, errors, p99Ms }: Served): SuggestedObjective[] {
  const suggested: SuggestedObjective[] = [];
  const good = count > 0 ? 1 - errors / count : 0;
  const target = TARGETS.find((one) => good >= one && count * (1 - one) >= LEAST_BUDGET);
  if (target !== undefined)
    suggested.push({ entity, objective: 'availability', thresholdMs: null, target, achieved: good, requests: count });
  const thresholdMs = THRESHOLDS_MS.find((one) => p99Ms > 0 && p99Ms <= 0.95 * one);
  if (thresholdMs !== undefined && count * 0.01 >= LEAST_BUDGET)
    suggested.push({ entity, objective: 'latency', thresholdMs, target: 0.99, achieved: 0.99, requests: count });
  return suggested;
}
