import type { JudgedCall, LeadScore, OperatingPoint } from '@foreshock/model/calibration.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import { onsetKey, type ResolvedForecast } from '../resolved-forecasts.ts';
import { jeffreysInterval } from '../statistics/jeffreys-interval.ts';

/** 0 stands for every call. */
const THRESHOLDS = [0, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
/** A warning that leaves less time to act is none. */
const SHORTEST_LEAD = 5 * MINUTE;
const LEAD_EDGES: readonly DurationMs[] = [0, 5, 15, 30, 60, 120, 240].map((minutes) => minutes * MINUTE);

/** Shown forecasts by the call that they are of, calls by their first one. */
export function groupCalls(shown: readonly ResolvedForecast[]): ResolvedForecast[][] {
  return [...Map.groupBy(shown, ({ prediction }) => prediction).values()];
}

export function judgeCall(forecasts: readonly ResolvedForecast[]): JudgedCall {
  const first = forecasts[0]!;
  return {
    // Forecasts of a call carry its id.
    prediction: first.prediction as PredictionId,
    entity: first.entity,
    failure: first.failure,
    issuedAt: first.issuedAt,
    horizon: first.horizon,
    said: first.shown,
    most: Math.max(...forecasts.map(({ shown }) => shown)),
    outcome: first.outcome,
    warned: forecasts.some(({ delivery }) => delivery === 'warned'),
    inPercent: forecasts.some(({ display }) => display === 'percent'),
    row: first.row,
  };
}

/** How often calls of at least some height were right, and how many failures they came before. */
export function operatingPoints(
  calls: readonly (readonly ResolvedForecast[])[],
  onsets: ReadonlySet<string>,
): OperatingPoint[] {
  return THRESHOLDS.map((threshold) => {
    let judged = 0;
    let hits = 0;
    const caught = new Set<string>();
    for (const forecasts of calls) {
      const high = forecasts.filter(({ shown }) => shown >= threshold);
      const outcome = high[0]?.outcome;
      if (outcome === 'hit' || outcome === 'miss') judged += 1;
      if (outcome === 'hit') hits += 1;
      for (const forecast of high) {
        const isEarly = forecast.outcome === 'hit' && leadTo(forecast) >= SHORTEST_LEAD;
        if (isEarly && onsets.has(onsetKey(forecast))) caught.add(onsetKey(forecast));
      }
    }
    return {
      threshold,
      calls: judged,
      hits,
      ...(judged > 0 && { precision: hits / judged }),
      ...jeffreysInterval(hits, judged),
      caught: caught.size,
      ...(onsets.size > 0 && { recall: caught.size / onsets.size }),
    };
  });
}

export function scoreLead(shown: readonly ResolvedForecast[], onsets: ReadonlySet<string>): LeadScore {
  const leads = new Map<string, DurationMs>();
  for (const forecast of shown) {
    const key = onsetKey(forecast);
    if (forecast.outcome === 'hit' && onsets.has(key)) leads.set(key, Math.max(leads.get(key) ?? 0, leadTo(forecast)));
  }
  const called = [...leads.values()].sort((a, b) => a - b);
  const missed = onsets.size - called.length;
  const all = [...Array.from({ length: missed }, () => 0), ...called];
  return {
    missed,
    bins: LEAD_EDGES.map((from, index) => {
      const to = LEAD_EDGES[index + 1];
      const inside = called.filter((lead) => lead >= from && (to === undefined || lead < to));
      return { from, ...(to !== undefined && { to }), onsets: inside.length };
    }),
    ...(all.length > 0 && { median: quantile(all, 0.5), tenth: quantile(all, 0.1) }),
    ...(called.length > 0 && { medianOfCalled: quantile(called, 0.5), tenthOfCalled: quantile(called, 0.1) }),
  };
}

function leadTo({ issuedAt, onsetAt }: ResolvedForecast): DurationMs {
  return (onsetAt ?? issuedAt) - issuedAt;
}

/** Of sorted values; the lower of two neighbors. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}
