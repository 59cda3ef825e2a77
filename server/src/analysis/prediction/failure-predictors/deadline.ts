import type { SeriesId } from '@foreshock/model/series.ts';
import { DAY, type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import type { Deadline } from '../../bounded-resource.ts';

/** A certificate ends on a date that is known; what has to be found out is whether its renewal is overdue. */

/** Renewal is overdue when its usual moment passed by this much. */
const GRACE = 24 * HOUR;
/** Certificates are renewed when a third of their life is left, unless seen otherwise. */
const RENEWED_AT = 1 / 3;
/** Nobody plans to renew later than this, unless the whole life is that short. */
const LATEST = 7 * DAY;
const SHORT_LIVED = 2 * DAY;

/** Plain data. */
export interface DeadlineHistory {
  at: Timestamp;
  /** The most time that was ever left: the life of the certificate is at least that. */
  longestLeft: DurationMs;
  /** Time left when it was last renewed; 0 while no renewal was seen. */
  renewedWith: DurationMs;
}

export type DeadlineState = Map<SeriesId, DeadlineHistory>;

export interface JudgedDeadline {
  readonly deadline: Deadline;
  readonly overdue: boolean;
  /** A later date replaced the former one in this minute. */
  readonly renewed: boolean;
}

export function judgeDeadline(state: DeadlineState, deadline: Deadline, now: Timestamp): JudgedDeadline {
  const left = deadline.at - now;
  const history = state.get(deadline.series) ?? { at: deadline.at, longestLeft: left, renewedWith: 0 };
  const renewed = deadline.at > history.at;
  if (renewed) history.renewedWith = Math.max(0, history.at - now);
  history.at = deadline.at;
  history.longestLeft = Math.max(history.longestLeft, left);
  state.set(deadline.series, history);
  return { deadline, renewed, overdue: left > 0 && left <= overdueFrom(history) };
}

/** Time left below which the renewal is overdue. */
function overdueFrom({ longestLeft, renewedWith }: DeadlineHistory): DurationMs {
  const grace = Math.min(GRACE, longestLeft / 10);
  if (renewedWith > 0) return renewedWith - grace;
  const usual = longestLeft * RENEWED_AT - grace;
  return longestLeft <= SHORT_LIVED ? usual : Math.max(usual, Math.min(LATEST, longestLeft));
}
