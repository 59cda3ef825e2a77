import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { isTimeZone } from '@foreshock/model/local-time.ts';
import { parseIsoDuration } from '@foreshock/model/time.ts';
import type { AskedSnooze } from '../store/metadata/snoozes.ts';

/** As an operation takes it. */
export interface SnoozeInput {
  readonly for?: string | undefined;
  /** `09:00`, by the schema. */
  readonly until?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly untilProbability?: number | undefined;
}

/** `input-invalid` unless exactly one end is given. */
export function readAskedSnooze(input: SnoozeInput): Result<AskedSnooze> {
  const { for: length, until, timeZone, untilProbability } = input;
  const ends = [length, until, untilProbability].filter((end) => end !== undefined);
  if (ends.length !== 1)
    return failure('input-invalid', 'give one end of the snooze: for (PT30M), until (09:00) or untilProbability (0.8)');
  if (timeZone !== undefined && !isTimeZone(timeZone))
    return failure('input-invalid', `timeZone is "${timeZone}": expected a name such as Europe/Berlin`);
  if (untilProbability !== undefined) return success({ untilProbability });
  if (length !== undefined) {
    const forMs = parseIsoDuration(length);
    if (forMs === undefined) return failure('input-invalid', `for is "${length}": expected a duration such as PT30M`);
    return success({ forMs });
  }
  const [hour = 0, minute = 0] = (until ?? '').split(':').map(Number);
  return success({ untilMinute: hour * 60 + minute, ...(timeZone !== undefined && { timeZone }) });
}
