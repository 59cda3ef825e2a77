import type { EntityId } from '@foreshock/model/entity.ts';
import { addBins, quantileOf, valueOfBin } from '@foreshock/model/latency-bins.ts';
import type { LatencyBins } from '@foreshock/model/rollup.ts';
import { median, quantile, robustScale } from '../statistics/quantiles.ts';
import type { TraceTally } from './trace-tally.ts';

/** Time lost between a caller and a callee: client duration less server duration. */
export interface EdgeGap {
  readonly caller: EntityId;
  readonly callee: EntityId;
  /** Milliseconds: usual, and now. */
  readonly usualMs: number;
  readonly nowMs: number;
  /** 0 where nothing is lost. */
  readonly weight: number;
}

/** Median durations of an edge per minute, seen from its two ends, in milliseconds. */
export interface EdgeCourse {
  readonly caller: EntityId;
  readonly callee: EntityId;
  readonly before: readonly EdgeMinute[];
  readonly after: readonly EdgeMinute[];
}

export interface EdgeMinute {
  readonly clientMs: number;
  readonly serverMs: number;
}

const MIN_CALLS = 5;
const MIN_MINUTES = 5;
/** One-sided 95 % of a normal value. */
const SURE = 1.645;
/** A gap below this is noise of clocks and queues. */
const SMALLEST_MS = 2;
/** Standard deviation of normal values over their median absolute deviation. */
const NORMAL_SCALE = 1.4826;
/** 95 % quantile of normal values in standard deviations. */
const NORMAL_95 = 1.645;

/** Of an edge that spans and metrics both tell of the larger weight counts. */
export function findEdgeGaps(before: TraceTally, after: TraceTally, courses: readonly EdgeCourse[]): EdgeGap[] {
  const roots = new Map<number, number>();
  addBins(roots, before.roots);
  addBins(roots, after.roots);
  const rootMs = quantileOf(roots, 0.5) ?? 0;
  const gaps = new Map<string, EdgeGap>();
  const add = (gap: EdgeGap): void => {
    const name = `${gap.caller} ${gap.callee}`;
    if (gap.weight >= (gaps.get(name)?.weight ?? 0)) gaps.set(name, gap);
  };
  for (const [name, now] of after.edges) {
    const then = before.edges.get(name);
    if (!then || then.calls < MIN_CALLS || now.calls < MIN_CALLS) continue;
    const usualMs = quantileOf(then.gaps, 0.5)!;
    add(
      weigh(now.caller, now.callee, {
        usualMs,
        nowMs: quantileOf(now.gaps, surelyBelow(0.75, now.calls))!,
        scaleMs: Math.max(NORMAL_SCALE * deviationOf(then.gaps, usualMs), 0.25 * usualMs),
        rootMs,
      }),
    );
  }
  for (const course of courses) {
    const gap = gapOfCourse(course, rootMs);
    if (gap) add(gap);
  }
  return [...gaps.values()];
}

/** Of few calls the quantile that lies below the wanted one for sure: a delay shows on all of them, chance on some. */
function surelyBelow(share: number, calls: number): number {
  return Math.max(0, share - SURE * Math.sqrt((share * (1 - share)) / calls));
}

function gapOfCourse({ caller, callee, before, after }: EdgeCourse, rootMs: number): EdgeGap | undefined {
  if (before.length < MIN_MINUTES || after.length < 2) return undefined;
  const lost = before.map((minute) => minute.clientMs - minute.serverMs);
  const now = after.map((minute) => minute.clientMs - minute.serverMs).sort((a, b) => b - a);
  const clientMs = median(before.map((minute) => minute.clientMs))!;
  return weigh(caller, callee, {
    usualMs: median(lost)!,
    // One wild minute is no fault.
    nowMs: now[1]!,
    // Calls that are few are calm most of the time, and wild now and then: the median deviation sees the calm alone.
    scaleMs: Math.max(robustScale(lost)!, upperScale(lost), 0.25 * clientMs),
    rootMs: rootMs > 0 ? rootMs : clientMs,
  });
}

/** Of normal values their standard deviation, from the distance of the 95 % quantile to the median. */
function upperScale(values: readonly number[]): number {
  return (quantile(values, 0.95)! - median(values)!) / NORMAL_95;
}

function weigh(
  caller: EntityId,
  callee: EntityId,
  { usualMs, nowMs, scaleMs, rootMs }: { usualMs: number; nowMs: number; scaleMs: number; rootMs: number },
): EdgeGap {
  const lost = nowMs - usualMs;
  const z = Math.min(200, lost / Math.max(scaleMs, 1));
  const weight = lost < SMALLEST_MS ? 0 : (lost / (lost + rootMs)) * Math.log(1 + Math.max(0, z - 3));
  return { caller, callee, usualMs, nowMs, weight };
}

function deviationOf(bins: LatencyBins, center: number): number {
  const deviations = [...bins].map(([bin, count]) => ({ away: Math.abs(valueOfBin(bin) - center), count }));
  deviations.sort((a, b) => a.away - b.away);
  const half = deviations.reduce((sum, { count }) => sum + count, 0) / 2;
  let below = 0;
  for (const { away, count } of deviations) {
    below += count;
    if (below >= half) return away;
  }
  return 0;
}

/** A mean over edges: one bad edge of eight does not accuse the caller. */
export function weighNetwork(gaps: readonly EdgeGap[]): Map<EntityId, number> {
  const into = new Map<EntityId, number[]>();
  const outOf = new Map<EntityId, number[]>();
  for (const gap of gaps) {
    into.set(gap.callee, [...(into.get(gap.callee) ?? []), gap.weight]);
    outOf.set(gap.caller, [...(outOf.get(gap.caller) ?? []), gap.weight]);
  }
  const weights = new Map<EntityId, number>();
  for (const entity of new Set([...into.keys(), ...outOf.keys()])) {
    const calls = outOf.get(entity) ?? [];
    const weight = Math.max(mean(into.get(entity) ?? []), calls.length >= 2 ? 0.5 * mean(calls) : 0);
    if (weight > 0) weights.set(entity, weight);
  }
  return weights;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
