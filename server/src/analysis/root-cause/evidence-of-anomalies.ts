import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Change } from '@foreshock/model/change.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';

const KIND_OF_SIGNAL = { metrics: 'metric', logs: 'log', traces: 'trace', events: 'event' } as const;

/** The stored fact behind an anomaly. `stance`: what it says of the incident or prediction it is listed under. */
export function evidenceOfAnomaly(anomaly: Anomaly, stance: Evidence['stance'], now: Timestamp): Evidence {
  return {
    id: hashId('ev_', anomaly.id) as EvidenceId,
    entity: anomaly.entity,
    kind: KIND_OF_SIGNAL[anomaly.signal],
    measure: anomaly.measure,
    onset: anomaly.onset,
    window: { from: anomaly.onset, to: anomaly.end ?? now },
    observed: anomaly.observed,
    expected: anomaly.expected,
    unit: anomaly.unit,
    direction: anomaly.direction,
    surprise: anomaly.surprise,
    stance,
    query: anomaly.query,
  };
}

export function evidenceOfChange(change: Change): Evidence {
  const window = { from: change.time, to: change.time + MINUTE };
  return {
    id: hashId('ev_', change.id) as EvidenceId,
    entity: change.entity,
    kind: 'change',
    measure: change.kind === 'deploy' ? `rolled out ${change.text}` : change.text,
    onset: change.time,
    window,
    observed: undefined,
    expected: undefined,
    unit: '',
    direction: 'none',
    surprise: 0,
    stance: 'for',
    query: { kind: 'changes', entity: change.entity, range: window },
  };
}
