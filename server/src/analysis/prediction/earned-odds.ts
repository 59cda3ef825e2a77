import type { PredictionId, TrackRecord } from '@foreshock/model/prediction.ts';
import { jeffreysInterval } from '../statistics/jeffreys-interval.ts';

/** The last resolved calls of a failure family; more would hide that the world changed. */
export const KEPT_EPISODES = 200;
/** Too few calls to judge by. */
const FEW = 10;
const EARNED_FROM = 20;
const WIDEST_INTERVAL = 0.3;
/** Of a call that is told in percent already. */
const WIDEST_STILL = 0.4;
/** A call this little below still counts as one like it. */
const ABOUT = 0.05;
/** The forecast itself, in calls, when its interval is drawn. */
const OWN_WEIGHT = 4;
/** Two-sided 5 % point of the normal distribution. */
const REJECTED_AT = 1.96;

/** One resolved call: consecutive forecasts of one entity and failure. */
export interface Episode {
  readonly prediction: PredictionId;
  /** Calibrated, when it was issued. */
  readonly issued: number;
  /** The most that it was ever called at. */
  readonly called: number;
  readonly hit: boolean;
  readonly source: 'ledger' | 'replay';
}

/** Where the number comes from decides what it may be while the record is short. */
export type Backing = 'learned' | 'own-history' | 'deadline';
const UNPROVEN: Readonly<Record<Backing, number>> = { learned: 0.7, 'own-history': 0.9, deadline: 0.99 };

/** Calls that were made at about this probability or higher, at some time before they came to an end. */
function callsLike(episodes: readonly Episode[], probability: number): readonly Episode[] {
  return episodes.filter((episode) => episode.called >= probability - ABOUT);
}

/** The most that the record allows for `probability`: (k + 1) / (n + 2) of the calls at least that high. */
export function capOf(episodes: readonly Episode[], probability: number, backing: Backing): number {
  let calls = 0;
  let hits = 0;
  for (const episode of callsLike(episodes, probability)) {
    calls += 1;
    if (episode.hit) hits += 1;
  }
  return calls < FEW ? UNPROVEN[backing] : (hits + 1) / (calls + 2);
}

/**
 * The probability that may be shown: the most of min(q, cap(q)) over all q up to `probability`, so that a larger
 * forecast never shows less. Steps of one percent.
 */
export function earnedProbability(
  episodes: readonly Episode[],
  probability: number,
  backing: Backing,
): { readonly probability: number; readonly cap: number } {
  let most = 0;
  for (let step = 1; step / 100 < probability; step += 1) {
    most = Math.max(most, Math.min(step / 100, capOf(episodes, step / 100, backing)));
  }
  const cap = capOf(episodes, probability, backing);
  const shown = Math.max(most, Math.min(probability, cap));
  return { probability: shown, cap: Math.max(cap, shown) };
}

/** Weighted sums over matured forecasts of a family, for the Brier skill against its base rate. */
export interface SkillSums {
  weight: number;
  events: number;
  squared: number;
}

export function brierSkill(sums: SkillSums): number {
  if (sums.weight <= 0) return 0;
  const base = sums.events / sums.weight;
  const reference = base * (1 - base);
  return reference > 0 ? 1 - sums.squared / sums.weight / reference : 0;
}

/** Spiegelhalter's test that hits came as often as called, over the calls as issued. */
export function calibrationRejected(episodes: readonly Episode[]): boolean {
  let sum = 0;
  let variance = 0;
  for (const { issued, hit } of episodes) {
    sum += ((hit ? 1 : 0) - issued) * (1 - 2 * issued);
    variance += (1 - 2 * issued) ** 2 * issued * (1 - issued);
  }
  return variance > 0 && Math.abs(sum) / Math.sqrt(variance) > REJECTED_AT;
}

/** The interval of a call at `probability`: what calls at least about as high came to, and the forecast itself as four. */
export function intervalOf(episodes: readonly Episode[], probability: number): { low: number; high: number } {
  const like = callsLike(episodes, probability);
  const hits = like.filter((episode) => episode.hit).length;
  const { low, high } = jeffreysInterval(hits + OWN_WEIGHT * probability, like.length + OWN_WEIGHT);
  return { low: Math.min(low, probability), high: Math.max(high, probability) };
}

/** The gate of a tenant: percent are shown only when all of it holds. */
export function hasEarnedPercent(
  episodes: readonly Episode[],
  skill: number,
  interval: { readonly low: number; readonly high: number },
  isTold = false,
): boolean {
  const enough = episodes.length >= EARNED_FROM;
  const narrow = interval.high - interval.low <= (isTold ? WIDEST_STILL : WIDEST_INTERVAL);
  return enough && narrow && skill > 0 && !calibrationRejected(episodes);
}

/** How calls like this one came out. The live record speaks as soon as it has a call. */
export function trackRecordOf(episodes: readonly Episode[], probability: number): TrackRecord {
  const live = episodes.filter((episode) => episode.source === 'ledger');
  const spoken = live.length > 0 ? live : episodes;
  const like = callsLike(spoken, probability);
  const hits = like.filter((episode) => episode.hit).length;
  const source = live.length > 0 ? 'ledger' : episodes.length > 0 ? 'replay' : 'none';
  return {
    calls: like.length,
    hits,
    ...jeffreysInterval(hits, like.length),
    source,
    outcomes: like.map(({ prediction, hit }) => ({ prediction, hit })),
  };
}
