import { type Segment, segmentsOf } from './label-segments.ts';

const THRESHOLDS = 250;

/**
 * VUS-PR: average precision with labels that fade out around each segment, averaged over the widths of the fading
 * (Paparrizos et al., VLDB 2022; as in TSB-AD).
 *
 * scores     larger is more anomalous
 * widest     the widths run from 0 to this
 * returns    `undefined` when nothing is labelled
 */
export function volumeUnderSurface(scores: Float64Array, labels: Uint8Array, widest: number): number | undefined {
  const segments = segmentsOf(labels);
  if (segments.length === 0) return undefined;
  const thresholds = thresholdsOf(scores);
  const binOf = (point: number): number => firstBelow(thresholds, scores[point]!);
  const predicted = new Float64Array(THRESHOLDS);
  const inside = new Float64Array(THRESHOLDS);
  let positives = 0;
  for (let point = 0; point < scores.length; point++) {
    const bin = binOf(point);
    positives += labels[point]!;
    if (bin >= THRESHOLDS) continue;
    predicted[bin]! += 1;
    if (labels[point] === 1) inside[bin]! += 1;
  }
  accumulate(predicted);
  accumulate(inside);
  let sum = 0;
  for (let width = 0; width <= widest; width++) {
    const buffer = new Float64Array(THRESHOLDS);
    for (const [point, weight] of bufferWeights(segments, labels, width)) {
      const bin = binOf(point);
      if (bin < THRESHOLDS) buffer[bin]! += weight;
    }
    accumulate(buffer);
    const exists = new Float64Array(THRESHOLDS);
    const ranges = mergedRanges(segments, Math.floor(width / 2), scores.length);
    for (const { start, end } of ranges) {
      let best = THRESHOLDS;
      for (let point = start; point <= end; point++) best = Math.min(best, binOf(point));
      if (best < THRESHOLDS) exists[best]! += 1;
    }
    accumulate(exists);
    let before = 0;
    for (let bin = 0; bin < THRESHOLDS; bin++) {
      const hits = inside[bin]! + buffer[bin]!;
      const recall = Math.min(1, hits / (positives + buffer[bin]! / 2)) * (exists[bin]! / ranges.length);
      sum += predicted[bin]! === 0 ? 0 : ((recall - before) * hits) / predicted[bin]!;
      before = recall;
    }
  }
  return sum / (widest + 1);
}

/** Descending. */
function thresholdsOf(scores: Float64Array): Float64Array {
  const sorted = scores.slice().sort().reverse();
  return Float64Array.from(
    { length: THRESHOLDS },
    (_, k) => sorted[Math.floor(((sorted.length - 1) * k) / (THRESHOLDS - 1))]!,
  );
}

/** The first threshold that the score reaches; their number when it reaches none. */
function firstBelow(thresholds: Float64Array, score: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (thresholds[middle]! <= score) high = middle;
    else low = middle + 1;
  }
  return low;
}

function bufferWeights(segments: readonly Segment[], labels: Uint8Array, width: number): Map<number, number> {
  const weights = new Map<number, number>();
  const half = Math.floor(width / 2);
  for (const { start, end } of segments) {
    for (let distance = 1; distance <= half; distance++) {
      const weight = Math.sqrt(1 - distance / width);
      for (const point of [start - distance, end + distance]) {
        if (point < 0 || point >= labels.length || labels[point] === 1) continue;
        weights.set(point, Math.min(1, (weights.get(point) ?? 0) + weight));
      }
    }
  }
  return weights;
}

function mergedRanges(segments: readonly Segment[], half: number, length: number): Segment[] {
  const ranges: { start: number; end: number }[] = [];
  for (const { start, end } of segments) {
    const last = ranges.at(-1);
    const range = { start: Math.max(0, start - half), end: Math.min(length - 1, end + half) };
    if (last && last.end >= range.start) last.end = range.end;
    else ranges.push(range);
  }
  return ranges;
}

/** From what each threshold adds to what it holds. */
function accumulate(bins: Float64Array): void {
  for (let bin = 1; bin < bins.length; bin++) bins[bin]! += bins[bin - 1]!;
}
