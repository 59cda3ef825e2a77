import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { baseProbability, type Exposure } from './base-rate.ts';
import { ALL_HORIZONS } from './horizons.ts';
import type { Judgement } from './judge-candidate.ts';
import { logit } from './odds-math.ts';
import type { Foreshadowed } from './precursors/precursors.ts';
import { calibrateCurve, type FailureRecord } from './stated-odds.ts';

/** A failure whose precursor was seen: the odds are how often the rule came true, and when it did. */

const LARGEST_SURPRISE = 12;
/** A lead that was seen says that others lie between half of it and half as much again. */
const LEAD_SPREAD = 0.5;

export interface PrecursorJudging {
  readonly record: FailureRecord;
  readonly exposure: Exposure | undefined;
  readonly now: Timestamp;
}

export function judgePrecursor(seen: Foreshadowed, { record, exposure, now }: PrecursorJudging): Judgement {
  const { entity, failure } = seen;
  const base = (horizon: DurationMs): number => baseProbability(failure, exposure, horizon);
  const raw = ALL_HORIZONS.map((horizon) => 1 - (1 - ruleOdds(seen, now, horizon)) * (1 - base(horizon)));
  const curve = calibrateCurve(record, raw, 1);
  return {
    entity,
    failure,
    tier: 'precursor',
    backing: 'learned',
    cold: false,
    raw,
    stacked: raw,
    curve,
    fan: () => undefined,
    evidence: (horizon) => [evidenceOf(seen, logit(curve[horizon]!) - logit(base(ALL_HORIZONS[horizon]!)))],
  };
}

/** P(within `horizon` from now on by the rule), given that it has not come since the sign was seen. */
function ruleOdds({ rule, precision, seenAt }: Foreshadowed, now: Timestamp, horizon: DurationMs): number {
  const gone = now - seenAt;
  const before = precision * shareWithin(rule.leads, rule.window, gone);
  const until = precision * shareWithin(rule.leads, rule.window, gone + horizon);
  return (until - before) / (1 - before);
}

/** Share of the leads within a time, evened out; all of them within the window. */
function shareWithin(leads: readonly DurationMs[], window: DurationMs, time: DurationMs): number {
  if (time >= window) return 1;
  let sum = 0;
  for (const lead of leads) {
    sum += Math.min(1, Math.max(0, (time - (1 - LEAD_SPREAD) * lead) / (2 * LEAD_SPREAD * lead)));
  }
  return sum / leads.length;
}

function evidenceOf({ key, entity, failure, rule, sign, seenAt, onsets }: Foreshadowed, step: number): Evidence {
  const { support, times, usual, medianLead: lead, p } = rule;
  const { kind, measure, query } = sign;
  return {
    id: hashId('ev_', key, sign.key, `${seenAt}`) as EvidenceId,
    entity,
    kind,
    measure,
    onset: seenAt,
    window: query.range,
    observed: support / times,
    expected: usual,
    unit: '1',
    direction: 'none',
    surprise: Math.min(LARGEST_SURPRISE, -Math.log10(Math.max(p, 1e-12))),
    stance: step >= 0 ? 'for' : 'against',
    contribution: step,
    precedes: { failure, support, times, onsets: Math.max(support, onsets), lead },
    query,
  };
}
