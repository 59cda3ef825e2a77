import { defaultNoiseSettings, type NoiseSettings } from '@foreshock/model/noise-rule.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { type Signal, signals } from '@foreshock/model/telemetry.ts';
import { type RulesOfSignal, rulesOfSignal } from './compile-rules.ts';
import { createMinuteCounts, type MinuteCounts } from './minute-counts.ts';
import { createSlowOperations, type SlowOperations } from './slow-operations.ts';
import type { LastIntervals } from './thin-points.ts';

/** A project's rules in force, and what they have to remember from request to request. */
export interface Thinning {
  rules: Readonly<Record<Signal, RulesOfSignal>>;
  readonly lines: MinuteCounts;
  readonly operations: MinuteCounts;
  readonly slow: SlowOperations;
  readonly lastIntervals: LastIntervals;
}

export function createThinning(settings: NoiseSettings = defaultNoiseSettings): Thinning {
  return {
    rules: rulesInForce(settings),
    lines: createMinuteCounts(),
    operations: createMinuteCounts(),
    slow: createSlowOperations(),
    lastIntervals: new Map<SeriesId, number>(),
  };
}

export function rulesInForce(settings: NoiseSettings): Thinning['rules'] {
  const [logs, metrics, traces] = signals.map((signal) => rulesOfSignal(settings.rules, signal));
  return { logs: logs!, metrics: metrics!, traces: traces! };
}
