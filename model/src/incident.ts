import type { AnomalyId } from './anomaly.ts';
import type { Narrative } from './claim.ts';
import type { EntityId } from './entity.ts';
import type { Evidence } from './evidence.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { IncidentClosure } from './incident-closure.ts';
import type { PredictionId } from './prediction.ts';
import type { Recommendation } from './recommendation.ts';
import type { SloId } from './slo.ts';
import type { Snooze } from './snooze.ts';
import type { Timestamp } from './time.ts';

/** `inc_` and 13 characters of the hash of its first anomaly. */
export type IncidentId = string & { readonly incident: unique symbol };

export type IncidentState = 'open' | 'acknowledged' | 'resolved' | 'reviewed' | 'merged' | 'dismissed';

/** The worst last. */
export const severities = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

export interface IncidentEntity {
  readonly entity: EntityId;
  readonly role: 'symptom' | 'cause' | 'path' | 'context';
}

/** `severity`: when it began. */
export interface IncidentSnooze extends Snooze {
  readonly severity: Severity;
}

/** Harm now: anomalies with one story. */
export interface Incident {
  readonly id: IncidentId;
  readonly state: IncidentState;
  /** Data trust under its floor: cannot resolve by itself. */
  readonly frozen: boolean;
  readonly severity: Severity;
  readonly title: string;
  readonly origin: 'rule' | 'declared';
  readonly startedAt: Timestamp;
  readonly detectedAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly resolvedAt?: Timestamp;
  /** Of one that is resolved; absent in what older releases kept. */
  readonly closure?: IncidentClosure;
  readonly dataTrust: number;
  readonly entities: readonly IncidentEntity[];
  readonly anomalies: readonly AnomalyId[];
  /** Kept and listed, with the reason why they do not count. */
  readonly suppressed: readonly { readonly anomaly: AnomalyId; readonly reason: string }[];
  readonly impact: {
    /** Share of user-facing requests failing or slow, 0 to 1; absent when no request data. */
    readonly requestShare?: number;
    readonly services: number;
    /** The SLO that burned fastest, and how fast at its worst; absent where none of its entities has one. */
    readonly slo?: {
      readonly id: SloId;
      readonly name: string;
      readonly burn1h: number;
      readonly burn5m: number;
    };
  };
  readonly predictions: readonly PredictionId[];
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  readonly recommendations: readonly Recommendation[];
  readonly narrative: Narrative;
  readonly acknowledgedBy?: string;
  readonly acknowledgedAt?: Timestamp;
  /** The last one, over or not. */
  readonly snooze?: IncidentSnooze;
  readonly mergedInto?: IncidentId;
  readonly dismissedReason?: string;
  readonly reopened: number;
}

/** What a person says of an incident afterwards. */
export const incidentVerdicts = ['real', 'noise'] as const;
export type IncidentVerdict = (typeof incidentVerdicts)[number];

/** One line of an incident's history. */
export interface IncidentActivity {
  readonly time: Timestamp;
  readonly kind:
    | 'opened'
    | 'grew'
    | 'acknowledged'
    | 'resolved'
    | 'reopened'
    | 'dismissed'
    | 'merged'
    | 'declared'
    | 'cause'
    | 'link'
    | 'verdict';
  readonly by: string;
  readonly text: string;
}
