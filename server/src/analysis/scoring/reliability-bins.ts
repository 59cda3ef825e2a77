import type { ReliabilityBin } from '@foreshock/model/calibration.ts';
import { jeffreysInterval } from '../statistics/jeffreys-interval.ts';
import type { JudgedForecast } from './judged-forecast.ts';

export const GROUPS = 10;

/** The ten-percent group that a probability falls into, 0 to 9. */
export function groupOf(said: number): number {
  return Math.min(GROUPS - 1, Math.floor(said * GROUPS));
}

/** By what was said, in steps of ten percent; groups without forecasts are left out. */
export function equalWidthBins(judged: readonly JudgedForecast[]): ReliabilityBin[] {
  const groups = Map.groupBy(judged, ({ said }) => groupOf(said));
  return Array.from({ length: GROUPS }, (_, group) => group).flatMap((group) => {
    const inside = groups.get(group);
    return inside ? [binOf(inside, group / GROUPS, (group + 1) / GROUPS)] : [];
  });
}

/** Between the given edges, which rise from 0 to 1. */
export function binsBetween(judged: readonly JudgedForecast[], edges: readonly number[]): ReliabilityBin[] {
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index]!;
    const inside = judged.filter(({ said }) => said >= from && (said < to || to === 1));
    return inside.length > 0 ? [binOf(inside, from, to)] : [];
  });
}

/** A tenth of the weight each, from the lowest to the highest; equals stay in the order given. */
export function equalMassBins(judged: readonly JudgedForecast[]): ReliabilityBin[] {
  const sorted = judged.toSorted((a, b) => a.said - b.said);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const groups: JudgedForecast[][] = Array.from({ length: GROUPS }, () => []);
  let before = 0;
  for (const one of sorted) {
    groups[Math.min(GROUPS - 1, Math.floor((GROUPS * before) / total))]!.push(one);
    before += one.weight;
  }
  return groups.flatMap((inside) => (inside.length > 0 ? [binOf(inside, inside[0]!.said, inside.at(-1)!.said)] : []));
}

/** Expected calibration error: how far off what was said is on average. `undefined` without bins. */
export function calibrationError(bins: readonly ReliabilityBin[]): number | undefined {
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return undefined;
  return bins.reduce((sum, { weight, said, came }) => sum + weight * Math.abs(said - came), 0) / total;
}

function binOf(inside: readonly JudgedForecast[], from: number, to: number): ReliabilityBin {
  let weight = 0;
  let squares = 0;
  let said = 0;
  let came = 0;
  let hits = 0;
  for (const one of inside) {
    weight += one.weight;
    squares += one.weight ** 2;
    said += one.weight * one.said;
    came += one.weight * one.came;
    hits += one.came;
  }
  // Forecasts of unequal weight tell less than as many of equal weight (Kish 1965).
  const worth = weight ** 2 / squares;
  const share = came / weight;
  const { low, high } = jeffreysInterval(share * worth, worth);
  return { from, to, forecasts: inside.length, hits, weight, said: said / weight, came: share, low, high };
}
