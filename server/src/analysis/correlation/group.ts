import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Incident, IncidentActivity, IncidentId } from '@foreshock/model/incident.ts';
import type { IncidentClosure } from '@foreshock/model/incident-closure.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { BurnRuleName } from '@foreshock/model/slo-burn.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

export interface GroupBurn extends NonNullable<Incident['impact']['slo']> {
  readonly met: BurnRuleName | undefined;
}

/** An incident while analysis still works on it. */
export interface Group {
  readonly id: IncidentId;
  readonly startedAt: Timestamp;
  readonly detectedAt: Timestamp;
  state: 'open' | 'resolved' | 'merged';
  resolvedAt?: Timestamp;
  /** Of one that is resolved. */
  closure?: IncidentClosure;
  mergedInto?: IncidentId;
  /** The last minute in which a member was outside its baseline. */
  lastActive: Timestamp;
  /** The last minute with data of a kind that could show that it is over. */
  lastHeard?: Timestamp;
  reopened: number;
  frozen: boolean;
  readonly members: Map<AnomalyId, Anomaly>;
  readonly suppressed: Map<AnomalyId, string>;
  readonly predictions: PredictionId[];
  /** Places that an alarm of their own accused; absent in snapshots of older releases. */
  accused?: EntityId[];
  /** The worst burn of an SLO of its members so far. */
  burn?: GroupBurn;
  /** Largest share of user-facing requests hurt so far. */
  requestShare?: number;
}

/** At most these many members and entities: a storm is not one blob, and a page must stay readable. */
export const MAX_MEMBERS = 500;
export const MAX_ENTITIES = 100;

export function activityOf(time: Timestamp, kind: IncidentActivity['kind'], text: string): IncidentActivity {
  return { time, kind, by: 'foreshock', text };
}
