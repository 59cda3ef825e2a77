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

function toldActedAt(spoken: SpokenOf | undefined): Timestamp | undefined {
  if (!spoken) return undefined;
  return standingSayings(spoken.sayings).find(({ says }) => says === 'acted')?.toldAt;
}
