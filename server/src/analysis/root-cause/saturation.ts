import type { EntityId } from '@foreshock/model/entity.ts';
import { median, quantile } from '../statistics/quantiles.ts';

/** A utilisation with a hard limit, before and after the onset, in percent of the limit. */
export interface Utilisation {
  readonly entity: EntityId;
  readonly measure: string;
  readonly instance: string;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Saturation {
  readonly entity: EntityId;
  readonly measure: string;
  readonly instance: string;
  readonly usual: number;
  readonly peak: number;
  readonly weight: number;
}

/** How far each resource moved into what was left of it; the largest per entity. Full headroom gone weighs 3. */
export function weighSaturation(utilisations: readonly Utilisation[]): Map<EntityId, Saturation> {
  const worst = new Map<EntityId, Saturation>();
  for (const { entity, measure, instance, before, after } of utilisations) {
    const usual = median(before);
    const high = quantile(before, 0.95);
    if (usual === undefined || high === undefined || after.length === 0) continue;
    const peak = Math.max(...after);
    if (peak <= high) continue;
    const gone = (peak - usual) / Math.max(5, 100 - usual);
    const weight = 3 * Math.max(0, 2 * Math.min(1, gone) - 1);
    if (weight > (worst.get(entity)?.weight ?? 0))
      worst.set(entity, { entity, measure, instance, usual, peak, weight });
  }
  return worst;
}
