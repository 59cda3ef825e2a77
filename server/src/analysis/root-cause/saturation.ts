import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { median, quantile } from '../statistics/quantiles.ts';

/** A utilisation with a hard limit, before and after the onset, in percent of the limit. */
export interface Utilisation {
  readonly entity: EntityId;
  readonly measure: string;
  /** Of the measure, where it can be looked up. */
  readonly series: SeriesId;
  readonly instance: string;
  /** In the unit of the measure. */
  readonly limit: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** When a rise began that explains most of the course. */
  readonly risenSince?: Timestamp;
}

export interface Saturation {
  readonly entity: EntityId;
  readonly measure: string;
  readonly series: SeriesId;
  readonly instance: string;
  /** In percent of the limit. */
  readonly usual: number;
  readonly peak: number;
  readonly weight: number;
  readonly risenSince?: Timestamp;
  /** The entity whose connections are held, when they are not its own. */
  readonly of?: EntityId;
}

const CONNECTIONS = /connection/;
/** A client holds a pool when at least this share of the rise is its own, and it rose so much more than the others. */
const HELD_SHARE = 0.5;
const ABOVE_OTHERS = 1.5;
/** Others that had less than this share of the limit grow by chance. */
const LEAST_OTHERS = 0.05;

/**
 * How far each resource moved into what was left of it; the largest per entity. Full headroom gone weighs 3; half of it
 * weighs nothing where harm is to be explained, and half where a failure is still to come (`isComing`). Connections
 * that one client took and the others did not are the client's doing: it gets the weight, the store keeps the rest.
 * `isClient`: whether the first entity calls the second.
 */
export function weighSaturation(
  utilisations: readonly Utilisation[],
  isClient: (caller: EntityId, callee: EntityId) => boolean,
  isComing: boolean,
): Map<EntityId, Saturation> {
  const worst = new Map<EntityId, Saturation>();
  const raise = (saturation: Saturation): void => {
    if (saturation.weight > (worst.get(saturation.entity)?.weight ?? 0)) worst.set(saturation.entity, saturation);
  };
  for (const utilisation of utilisations) {
    const full = saturationOf(utilisation, isComing);
    if (!full) continue;
    const held = CONNECTIONS.test(utilisation.measure) ? holderOf(utilisation, utilisations, isClient) : undefined;
    if (!held) {
      raise(full);
      continue;
    }
    raise({ ...full, weight: full.weight * (1 - held.share) });
    const { entity, risenSince } = held.by;
    raise({
      ...full,
      entity,
      weight: full.weight,
      usual: (100 * held.usual) / utilisation.limit,
      peak: (100 * held.now) / utilisation.limit,
      of: utilisation.entity,
      ...(risenSince !== undefined && { risenSince }),
    });
  }
  return worst;
}

function saturationOf(utilisation: Utilisation, isComing: boolean): Saturation | undefined {
  const { entity, measure, series, instance, before, after, risenSince } = utilisation;
  const usual = median(before);
  const high = quantile(before, 0.95);
  if (usual === undefined || high === undefined || after.length === 0) return undefined;
  const peak = Math.max(...after);
  if (peak <= high) return undefined;
  const gone = (peak - usual) / Math.max(5, 100 - usual);
  const share = Math.min(1, gone);
  const weight = 3 * Math.max(0, isComing ? share : 2 * share - 1);
  if (weight === 0) return undefined;
  return { entity, measure, series, instance, usual, peak, weight, ...(risenSince !== undefined && { risenSince }) };
}

interface Holder {
  readonly by: Utilisation;
  /** Used by the client, in the unit of the measure. */
  readonly usual: number;
  readonly now: number;
  /** Of the whole rise. */
  readonly share: number;
}

/** The client that took most of what a store lost. */
function holderOf(
  store: Utilisation,
  utilisations: readonly Utilisation[],
  isClient: (caller: EntityId, callee: EntityId) => boolean,
): Holder | undefined {
  const whole = { usual: usedBefore(store), now: usedAfter(store) };
  const clients = Map.groupBy(
    utilisations.filter((other) => CONNECTIONS.test(other.measure) && isClient(other.entity, store.entity)),
    (other) => other.entity,
  );
  let holder: Holder | undefined;
  for (const pools of clients.values()) {
    const own = pools.filter((pool) => pool.instance.split('/')[0] === store.instance.split('/')[0]);
    const used = own.length > 0 ? own : pools;
    const usual = used.reduce((sum, pool) => sum + usedBefore(pool), 0);
    // Pools peak in different minutes: together they never held more than the store gave.
    const now = Math.min(
      whole.now,
      used.reduce((sum, pool) => sum + usedAfter(pool), 0),
    );
    const share = Math.min(1, (now - usual) / Math.max(1, whole.now - whole.usual));
    const growth = now / Math.max(1, usual);
    const growthOfOthers = Math.max(0, whole.now - now) / Math.max(1, LEAST_OTHERS * store.limit, whole.usual - usual);
    if (share < HELD_SHARE || growth < ABOVE_OTHERS * growthOfOthers) continue;
    if (share <= (holder?.share ?? 0)) continue;
    const [first] = [...used].sort((a, b) => usedAfter(b) - usedAfter(a));
    holder = { by: first!, usual, now, share };
  }
  return holder;
}

function usedBefore({ before, limit }: Utilisation): number {
  return ((median(before) ?? 0) * limit) / 100;
}

function usedAfter({ after, limit }: Utilisation): number {
  return (Math.max(0, ...after) * limit) / 100;
}
