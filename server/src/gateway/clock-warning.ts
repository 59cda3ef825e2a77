import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { CheckedRequest } from '@foreshock/otlp/check-request.ts';

/** Clocks that follow NTP differ by less than a second; what is further ahead is held back by the analysis. */
const MAX_AHEAD_MS = 10 * MINUTE;

/** Tells the sender of a clock that goes wrong; nothing is refused for it. */
export function withClockWarning(checked: CheckedRequest, now: Timestamp): CheckedRequest {
  const aheadMs = checked.latestTime - now;
  if (aheadMs <= MAX_AHEAD_MS) return checked;
  const minutes = Math.floor(aheadMs / MINUTE);
  const warning = `newest time is ${minutes} min ahead of the clock here; set the clock of the sender`;
  return { ...checked, reason: checked.reason === '' ? warning : `${checked.reason}; ${warning}` };
}
