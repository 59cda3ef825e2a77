import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { type DurationMs, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { Deadline } from '../bounded-resource.ts';
import { baseProbability, type Exposure } from './base-rate.ts';
import { describeTrust, issuePrediction } from './write-prediction.ts';

/** A date is certain; that nobody renews in time is not quite. */
const CERTAIN = 0.99;
const MODEL = { version: 'deadline-1', features: 'date-renewals' } as const;

export interface DeadlineFacts {
  readonly exposure: Exposure | undefined;
  readonly dataTrust: DataTrust;
  readonly usualFixTime: DurationMs;
  readonly now: Timestamp;
  readonly stage: 'shadow' | 'active';
}

/** A call with a date instead of odds. */
export function callDeadline(deadline: Deadline, facts: DeadlineFacts): Prediction {
  const { entity, at } = deadline;
  const { now } = facts;
  const left = at - now;
  const point = { horizon: left, probability: CERTAIN, low: CERTAIN, high: 1 };
  return issuePrediction(entity, 'cert_expiry', facts.stage, {
    updatedAt: now,
    odds: { display: 'date', band: 'high', ...point, cap: CERTAIN, curve: [point] },
    lead: { p10: left, median: left, p90: left },
    deadline: at,
    actBy: Math.max(now, at - facts.usualFixTime),
    record: { calls: 0, hits: 0, low: 0, high: 1, source: 'none', outcomes: [] },
    ...describeTrust(facts.dataTrust),
    evidence: [describeDate(deadline, now)],
    baseProbability: baseProbability('cert_expiry', facts.exposure, left),
    threshold: 0.5,
    model: MODEL,
  });
}

function describeDate({ series, entity, measure, at }: Deadline, now: Timestamp): Evidence {
  const range = { from: now - 60 * SECOND, to: now };
  return {
    id: hashId('ev_', entity, 'deadline', series, `${at}`) as EvidenceId,
    entity,
    kind: 'metric',
    measure,
    onset: now,
    window: range,
    observed: Math.round((at - now) / SECOND),
    expected: undefined,
    unit: 's',
    direction: 'down',
    // A date leaves nothing to chance.
    surprise: 12,
    stance: 'for',
    query: { kind: 'series', series, range },
  };
}
