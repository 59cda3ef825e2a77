import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import { DAY, type DurationMs, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { RECURRED, RECURRED_AT_THIS_HOUR } from '@foreshock/model/wording/recurrence-words.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { binomialUpperTail } from '../statistics/binomial-tail.ts';
import { poissonUpperTail } from '../statistics/poisson-tail.ts';
import { baseProbability, type Exposure } from './base-rate.ts';
import { ALL_HORIZONS, HORIZONS } from './horizons.ts';
import type { Judgement } from './judge-candidate.ts';
import { logit } from './odds-math.ts';
import { RECURRENCE_HORIZONS, type Recurring } from './recurrence/recurring-failures.ts';
import { calibrateCurve, type FailureRecord } from './stated-odds.ts';

/**
 * A failure that keeps coming, as odds with a record of their own. All that speaks for it is when it came before: it is
 * said so, and that no curve foretells it.
 */

const TOLD_OVER = 30 * DAY;
/** The hours ahead that "at this hour" means: the shorter horizon. */
const [HOURS_AHEAD] = RECURRENCE_HORIZONS;
/** Chance that so many fall into the hours ahead when every hour is alike. */
const HOUR_SPEAKS_BELOW = 0.01;
const LARGEST_SURPRISE = 12;

export interface RecurrenceJudging {
  readonly record: FailureRecord;
  readonly exposure: Exposure | undefined;
  readonly now: Timestamp;
}

export function judgeRecurrence(recurring: Recurring, { record, exposure, now }: RecurrenceJudging): Judgement {
  const { entity, failure } = recurring;
  const raw = curveOf(recurring.odds);
  const curve = calibrateCurve(record, raw, 1);
  const base = (horizon: DurationMs): number => baseProbability(failure, exposure, horizon);
  return {
    entity,
    failure,
    tier: 'recurrence',
    backing: 'learned',
    cold: false,
    raw,
    stacked: raw,
    curve,
    fan: () => undefined,
    evidence: (horizon) => evidenceOf(recurring, now, logit(curve[horizon]!) - logit(base(ALL_HORIZONS[horizon]!))),
  };
}

/** Within the shorter horizon every hour is as likely as the other; beyond the longer one nothing more is claimed. */
function curveOf([short = 0, long = 0]: readonly number[]): number[] {
  const longest = Math.max(short, long);
  return ALL_HORIZONS.map((horizon, bin) =>
    bin < HORIZONS.length ? 1 - (1 - short) ** (horizon / HOURS_AHEAD) : longest,
  );
}

/** `step`: in log odds from the base rate to the odds. */
function evidenceOf(recurring: Recurring, now: Timestamp, step: number): Evidence[] {
  const times = recurring.recent.filter((time) => time > now - TOLD_OVER);
  // Of an entity of which nothing is known: held against its own rate, what always recurs would surprise nobody.
  const usual = -Math.log1p(-baseProbability(recurring.failure, undefined, TOLD_OVER));
  const ahead = times.filter((time) => isAhead(time, now)).length;
  const share = HOURS_AHEAD / DAY;
  const tail = binomialUpperTail(ahead, times.length, share);
  const atThisHour = tail < HOUR_SPEAKS_BELOW;
  const hourStep = atThisHour ? Math.min(Math.max(0, step), Math.log(ahead / (times.length * share))) : 0;
  const range = { from: now - TOLD_OVER, to: now };
  const fact = (measure: string, observed: number, expected: number, tail: number, contribution: number): Evidence => ({
    id: hashId('ev_', recurring.key, measure, `${now}`) as EvidenceId,
    entity: recurring.entity,
    kind: 'forecast',
    measure,
    // It speaks of the time to come: what happened a month ago is no cause to look for.
    onset: now,
    window: range,
    observed,
    expected,
    unit: '{time}',
    direction: 'none',
    surprise: Math.min(LARGEST_SURPRISE, -Math.log10(Math.max(tail, 1e-12))),
    stance: contribution >= 0 ? 'for' : 'against',
    contribution,
    query: { kind: 'events', entity: recurring.entity, range },
  });
  const often = fact(RECURRED, times.length, usual, poissonUpperTail(times.length, usual), step - hourStep);
  if (!atThisHour) return [often];
  return [often, fact(RECURRED_AT_THIS_HOUR, ahead, times.length * share, tail, hourStep)];
}

/** Whether an event whose hour ended at `time` lies, by the hour of the day, in the hours ahead. */
function isAhead(time: Timestamp, now: Timestamp): boolean {
  const since = (((time - HOUR / 2 - now) % DAY) + DAY) % DAY;
  return since < HOURS_AHEAD;
}
