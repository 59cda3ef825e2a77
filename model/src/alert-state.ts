import type { AlertLevel, AlertSubjectKind } from './alert-settings.ts';
import type { EntityId } from './entity.ts';
import type { Failure } from './failure.ts';
import type { Severity } from './incident.ts';
import type { Snooze } from './snooze.ts';
import type { Timestamp } from './time.ts';

/** An incident or a prediction, as far as whom to tell depends on it. */
export interface AlertSubject {
  readonly kind: AlertSubjectKind;
  readonly id: string;
  /** Full name of what is hurt first. */
  readonly service: string;
  /** All that it is about, by full name. */
  readonly services: readonly string[];
  readonly entities: readonly EntityId[];
  readonly failure?: Failure;
  readonly severity?: Severity;
  /** Share of user-facing requests, of incidents. */
  readonly requestShare?: number;
  readonly declared: boolean;
  /** Of predictions: whether the odds are earned, and for whom. */
  readonly odds?: 'percent' | 'band' | 'none' | 'date';
  readonly probability?: number;
  readonly actBy?: Timestamp;
  readonly deadline?: Timestamp;
  /** `frozen`: too little data to say that it is over. */
  readonly state: 'shadow' | 'open' | 'frozen' | 'over';
  readonly acknowledgedBy?: string;
  /** The last one, over or not; `severity`: of an incident when it began. */
  readonly snooze?: Snooze & { readonly severity?: Severity };
  /** The thread of this one goes on in that incident. */
  readonly takenBy?: string;
  /** An open incident or prediction of what this one hangs on. */
  readonly inhibitedBy?: string;
}

/** What was decided of a subject on one route. */
export interface AlertState {
  /** The loudest so far. */
  readonly level: AlertLevel;
  readonly decidedAt: Timestamp;
  /** Absent while all was held back. */
  readonly told?: {
    readonly at: Timestamp;
    /** When the first notification may leave. */
    readonly firstDueAt: Timestamp;
    readonly channels: readonly string[];
    readonly mark: string;
    readonly severity?: Severity;
    readonly probability?: number;
    readonly acknowledged: boolean;
  };
  /** Levels of the escalation that were told, and when the next one is. */
  readonly step: number;
  readonly round: number;
  readonly stepAt?: Timestamp;
  /** Of the digest that tells of it. */
  readonly digestAt?: Timestamp;
}

/** As it is kept: with what others need to know of the subject. */
export interface KeptAlert {
  readonly subject: string;
  readonly kind: AlertSubjectKind;
  readonly route: string;
  readonly thread: string;
  readonly entities: readonly EntityId[];
  /** Predictions that the incident goes on with. */
  readonly carries: readonly string[];
  readonly state: AlertState;
}
