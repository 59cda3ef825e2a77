import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import {
  type DurationMs,
  HOUR,
  MINUTE,
  parseIsoDuration,
  parseTime,
  SECOND,
  type TimeRange,
  type Timestamp,
} from '@foreshock/model/time.ts';

export interface RangeInput {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly last?: string | undefined;
}

/** Nothing is stored from before it, and years before the first have no form in RFC 3339. */
const EARLIEST: Timestamp = 0;

/** The last hour without any of them. `from` without `to` reaches until now. */
export function resolveRange(input: RangeInput, now: Timestamp, fallback: DurationMs = HOUR): Result<TimeRange> {
  const to = input.to === undefined ? now : parseTime(input.to);
  if (to === undefined)
    return failure('input-invalid', `to is "${input.to}": expected a time such as 2026-11-22T03:14:00Z`);
  if (to <= EARLIEST) return failure('input-invalid', `to is "${input.to}": expected a time after 1970`);
  if (input.from !== undefined) {
    const from = parseTime(input.from);
    if (from === undefined)
      return failure('input-invalid', `from is "${input.from}": expected a time such as 2026-11-22T03:14:00Z`);
    if (from >= to) return failure('input-invalid', `from is "${input.from}": it must be before to`);
    return success({ from: Math.max(from, EARLIEST), to });
  }
  const last = input.last === undefined ? fallback : parseIsoDuration(input.last);
  if (last === undefined || last <= 0)
    return failure('input-invalid', `last is "${input.last}": expected a duration such as PT90M`);
  return success({ from: Math.max(to - last, EARLIEST), to });
}

/** Steps that read well on an axis. */
const STEPS: readonly DurationMs[] = [
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];
const MAX_STEPS = 1500;

/** The step asked for, or the smallest round one that gives at most `target` points. */
export function resolveStep(
  step: string | undefined,
  range: TimeRange,
  smallest: DurationMs,
  target = 120,
): Result<DurationMs> {
  const span = range.to - range.from;
  if (step !== undefined) {
    const asked = parseIsoDuration(step);
    if (asked === undefined || asked < SECOND || span / asked > MAX_STEPS) {
      return failure('input-invalid', `step is "${step}": expected a duration that gives at most ${MAX_STEPS} points`);
    }
    return success(asked);
  }
  return success(STEPS.find((candidate) => candidate >= smallest && span / candidate <= target) ?? 24 * HOUR);
}

/** `range` widened to whole steps. */
export function alignRange(range: TimeRange, step: DurationMs): TimeRange {
  return { from: Math.floor(range.from / step) * step, to: Math.ceil(range.to / step) * step };
}
