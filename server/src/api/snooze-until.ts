import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { parseIsoDuration, type Timestamp } from '@foreshock/model/time.ts';

/** The end of a snooze that begins now. `input-invalid` where `length` is no time ahead. */
export function snoozeUntil(length: string, now: Timestamp): Result<Timestamp> {
  const duration = parseIsoDuration(length);
  if (duration === undefined || duration <= 0)
    return failure('input-invalid', `for is "${length}": expected a duration such as PT30M`);
  return success(now + duration);
}
