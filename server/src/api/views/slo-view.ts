import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { createSlo, getSlo, listSlos } from '@foreshock/contract/operations/slos.ts';
import type { Slo, SloPromise } from '@foreshock/model/slo.ts';
import {
  type BurnReader,
  burnRules,
  burnWindowsMs,
  createBurnReader,
  errorBudgetOf,
  exhaustedInMs,
  type SloCount,
} from '@foreshock/model/slo-burn.ts';
import { formatDuration, formatTime, HOUR, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { EntityDirectory } from './entity-view.ts';
import { timeOrNull } from './time-or-null.ts';

type SloView = OutputOf<typeof createSlo>;
type SloWithBurn = OutputOf<typeof listSlos>['items'][number];

/** What the store says of an SLO. */
export interface SloReading {
  /** Minutes of `range`, whose end is when the windows end. */
  readonly counts: readonly SloCount[];
  readonly range: TimeRange;
  /** Of the window of the objective, in longer steps. */
  readonly window: readonly SloCount[];
}

export function viewSlo(slo: Slo, entities: EntityDirectory): SloView {
  const { id, version, name, objective, target, windowDays, changedBy } = slo;
  return {
    ...{ id, version, name, objective, target, windowDays, changedBy },
    entity: entities.ref(slo.entity),
    operation: slo.operation ?? null,
    thresholdMs: slo.thresholdMs ?? null,
    changedAt: formatTime(slo.changedAt),
  };
}

export function viewSloWithBurn(slo: Slo, reading: SloReading, entities: EntityDirectory): SloWithBurn {
  const at = reading.range.to;
  const reader = createBurnReader(reading.counts, reading.range, slo);
  const budget = errorBudgetOf(reading.window, slo);
  const lasts = exhaustedInMs(budget, reader.window(at, HOUR).burn, slo);
  return {
    ...viewSlo(slo, entities),
    at: formatTime(at),
    burn: burnWindowsMs.map((windowMs) => {
      const { requests, bad, burn } = reader.window(at, windowMs);
      return { window: formatDuration(windowMs), requests, bad, burn: burn ?? null };
    }),
    rules: burnRules.map((rule) => ({
      rule: rule.name,
      long: formatDuration(rule.longMs),
      short: formatDuration(rule.shortMs),
      limit: rule.limit,
      state: reader.rule(at, rule),
    })),
    budget: viewBudget(reading.window, slo),
    exhaustedIn: lasts === undefined ? null : formatDuration(Math.round(lasts / MINUTE) * MINUTE),
  };
}

export function viewBudget(window: readonly SloCount[], promise: SloPromise): SloWithBurn['budget'] {
  const { requests, bad, achieved, remaining } = errorBudgetOf(window, promise);
  const first = window.find(({ count }) => count > 0);
  return {
    requests,
    bad,
    achieved: achieved ?? null,
    remaining: remaining ?? null,
    coveredFrom: timeOrNull(first?.time),
  };
}

/** Of every window, one value a step. */
export function viewBurnSeries(reader: BurnReader, range: TimeRange, step: number): OutputOf<typeof getSlo>['series'] {
  const times: Timestamp[] = [];
  for (let at = range.from; at <= range.to; at += step) times.push(at);
  return {
    from: formatTime(range.from),
    step: formatDuration(step),
    lines: burnWindowsMs.map((windowMs) => ({
      window: formatDuration(windowMs),
      values: times.map((at) => reader.window(at, windowMs).burn ?? null),
    })),
  };
}
