import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Saying, standingSayings } from '@foreshock/model/told-outcome.ts';
import type { PendingForecast } from './mature-forecasts.ts';
import { pairKey } from './pair-key.ts';

/** A prediction that people spoke of. Plain data. */
export interface SpokenOf {
  readonly key: string;
  sayings: readonly Saying[];
}

export type Told = Map<PredictionId, SpokenOf>;

export function isToldActed(told: Told | undefined, prediction: PredictionId): boolean {
  return toldActedAt(told?.get(prediction)) !== undefined;
}

/** Whether a forecast that nobody was shown, or one that was, is about what somebody acted upon after it was made. */
export function wasActedUpon(told: Told | undefined, forecast: PendingForecast, onset: Timestamp | undefined): boolean {
  const key = pairKey(forecast.entity, forecast.failure);
  for (const [id, spoken] of told ?? []) {
    const at = toldActedAt(spoken);
    if (at === undefined || (onset !== undefined && at >= onset)) continue;
    if (id === forecast.prediction || (spoken.key === key && forecast.issuedAt < at && at < forecast.end)) return true;
  }
  return false;
}

/** When somebody last acted after a call, by entity and failure: as telemetry saw it, and as people say. */
export function actedAsTold(
  actedAt: ReadonlyMap<string, Timestamp>,
  told: Told | undefined,
): ReadonlyMap<string, Timestamp> {
  let merged: Map<string, Timestamp> | undefined;
  for (const spoken of told?.values() ?? []) {
    const at = toldActedAt(spoken);
    if (at === undefined || at <= (actedAt.get(spoken.key) ?? 0)) continue;
    merged ??= new Map(actedAt);
    merged.set(spoken.key, Math.max(at, merged.get(spoken.key) ?? 0));
  }
  return merged ?? actedAt;
}

function toldActedAt(spoken: SpokenOf | undefined): Timestamp | undefined {
  if (!spoken) return undefined;
  return standingSayings(spoken.sayings).find(({ says }) => says === 'acted')?.toldAt;
}
