import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import type { LogBucket } from '../../charts/log-histogram-chart.tsx';
import { durationWords } from '../../words/duration-words.ts';
import { momentWords } from '../../words/time-words.ts';
import { numberWords } from '../../words/value-words.ts';

/** Warnings and errors this many times as frequent as in the first half are a finding. */
const JUMP = 4;
/** Fewer than this in a bucket is a handful, whatever it was before. */
const HANDFUL = 5;

/** Says where warnings and errors began to be frequent, or that nothing stands out. */
export function histogramFinding(buckets: readonly LogBucket[], step: DurationMs, now: Timestamp): string {
  const bad = buckets.map((bucket) => bucket.warn + bucket.error);
  const all = buckets.reduce((sum, bucket) => sum + bucket.info + bucket.warn + bucket.error, 0);
  if (all === 0) return 'No line in this range';
  const half = bad.slice(0, Math.ceil(bad.length / 2));
  const usual = half.reduce((sum, count) => sum + count, 0) / Math.max(1, half.length);
  const start = bad.findIndex((count, i) => i > 0 && count >= HANDFUL && count > usual * JUMP);
  const most = Math.max(...bad);
  const per = `in ${durationWords(step)}`;
  if (start >= 0) {
    return `Warnings and errors since ${momentWords(buckets[start]!.time, now)}: up to ${numberWords(most)} ${per}, ${numberWords(usual)} before`;
  }
  return most === 0
    ? 'No warning and no error in this range'
    : `Warnings and errors are steady, at most ${numberWords(most)} ${per}`;
}
