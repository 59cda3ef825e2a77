import type { Failure } from '@foreshock/model/failure.ts';
import type { Severity } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { DurationMs, TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { FaultTruth, ObservedFailure } from '@foreshock/simulator/truth.ts';
import type { RunPlan } from './run-plan.ts';

/** All of one run that is scored; entities by name. */
export interface RunRecord {
  readonly plan: RunPlan;
  /** From the fault's start to the end of the run. */
  readonly range: TimeRange;
  readonly truth: FaultTruth;
  readonly failures: readonly ObservedFailure[];
  readonly warnings: readonly SeenWarning[];
  readonly incidents: readonly SeenIncident[];
  readonly forecasts: readonly SeenForecast[];
  /** Alarms of the simple rules, by name of the rule. */
  readonly simple: Readonly<Record<SimpleRule, readonly SimpleAlarm[]>>;
  /** Processor time of simulator, ingest and analysis together. */
  readonly cpuSeconds: number;
}

/** What a person saw of a prediction. */
export interface SeenWarning {
  readonly id: string;
  readonly entity: string;
  readonly failure: Failure;
  readonly issuedAt: Timestamp;
  readonly firstState: Prediction['state'];
  readonly display: Prediction['odds']['display'];
  /** When it was withdrawn or closed. */
  readonly endedAt?: Timestamp;
  readonly outcome: Prediction['outcome'];
  /** The largest probability while it was open. */
  readonly highest: number;
  /** Whether it was ever delivered with a percentage. */
  readonly deliveredPercent: boolean;
  /** Causes as first told, the leading one first. */
  readonly causes: readonly string[];
  /** Probabilities by time, each change once. */
  readonly course: readonly (readonly [Timestamp, number])[];
}

export interface SeenIncident {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly severity: Severity;
  readonly startedAt: Timestamp;
  readonly detectedAt: Timestamp;
  readonly resolvedAt?: Timestamp;
  readonly mergedInto?: string;
  readonly reopened: number;
  readonly requestShare?: number;
  readonly causes: readonly string[];
  /** Entities by anomalies, the most first: what counting alerts would blame. */
  readonly mostAnomalies: readonly string[];
  /** Entities that were changed in the hour before, the latest first: what a glance at the deploys would blame. */
  readonly lastChanged: readonly string[];
}

export interface SeenForecast {
  readonly entity: string;
  readonly failure: Failure;
  readonly issuedAt: Timestamp;
  readonly horizon: DurationMs;
  readonly probability: number;
  readonly weight: number;
  readonly shown: boolean;
  /** What the hazard and the stack said, which nobody was shown; absent beyond their horizons. */
  readonly inShadow?: { readonly hazard: number; readonly stack: number; readonly calibrated: number };
}

export type SimpleRule = 'predictLinear' | 'nineTenths';

export interface SimpleAlarm {
  readonly entity: string;
  readonly measure: string;
  readonly from: Timestamp;
  readonly to?: Timestamp;
}
