// A fault made on purpose, in a namespace that allows it, to see whether it is foreseen and found.
import type { EntityId } from './entity.ts';
import type { Failure } from './failure.ts';
import type { Incident, IncidentId } from './incident.ts';
import type { Prediction, PredictionId } from './prediction.ts';
import { type DurationMs, isWithin, MINUTE, startOfMinute, type TimeRange, type Timestamp } from './time.ts';

export const drillKinds = ['memory', 'cpu', 'pool', 'disk', 'dns'] as const;
export type DrillKind = (typeof drillKinds)[number];

/** A Kubernetes label of the namespace; without it nothing of the namespace is touched. */
export const DRILL_LABEL = 'foreshock/drill';
export const DRILL_ALLOWED = 'allowed';
/** How a Collector with the processor `k8sattributes` reports that label. */
export const DRILL_ATTRIBUTE = `k8s.namespace.label.${DRILL_LABEL}`;

/** Until the resource is exhausted or every look-up fails, about. */
export const drillMinutes = { least: 4, usual: 12, most: 45 } as const;
/** The repair comes so long after the harm began, for the harm to be seen in whole minutes. */
export const DRILL_REPAIR_AFTER_MS: DurationMs = 5 * MINUTE;
/** Beyond its course a drill goes on for no longer than this, whatever came of it. */
export const DRILL_OVERTIME_MS: DurationMs = 10 * MINUTE;
/** What a drill leaves behind is told from its telemetry until then: late minutes, harm that lasts. */
export const DRILL_SETTLES_MS: DurationMs = 5 * MINUTE;

/** An incident is over after a quarter of an hour without harm; one that goes on longer is of something else as well. */
const INCIDENT_OUTLASTS_MS: DurationMs = 20 * MINUTE;

/** What the program that makes faults is asked for. */
export interface DrillPlan {
  readonly id: string;
  readonly kind: DrillKind;
  readonly namespace: string;
  /** Workload that it begins at; one that shows the kind well without it. */
  readonly target?: string;
  readonly course: DurationMs;
}

export type DrillCommand =
  | { readonly do: 'start'; readonly plan: DrillPlan }
  | { readonly do: 'stop'; readonly id: string };

/** What the program that makes faults says of one. Names are `namespace/workload`, `namespace/claim` or those of nodes. */
export type DrillReport =
  | { readonly id: string; readonly state: 'refused'; readonly reason: string }
  | {
      readonly id: string;
      readonly state: 'running' | 'over';
      readonly startedAt: Timestamp;
      readonly fault: DrillFault;
      readonly onset?: Timestamp;
      readonly endedAt?: Timestamp;
      /** Root causes and victims of other faults that went on meanwhile. */
      readonly others: readonly string[];
    };

/** The truth about a fault, against which findings are held. */
export interface DrillFault {
  /** `steady-leak`, `no-such-host`. */
  readonly variant: string;
  readonly failure: Failure;
  readonly rootCause: string;
  /** What the fault itself works on: findings about these are of the drill. */
  readonly touches: readonly string[];
  /** And who may suffer from it, by calls: findings about these are no false alarms. */
  readonly reach: readonly string[];
}

/** `requested`: not yet confirmed. `settling`: the fault is repaired, what it left is still read. */
export type DrillState = 'requested' | 'running' | 'settling' | 'done' | 'refused' | 'lost';

export const openDrillStates: readonly DrillState[] = ['requested', 'running', 'settling'];

export interface Drill {
  readonly id: string;
  readonly kind: DrillKind;
  readonly namespace: string;
  readonly target?: string;
  readonly course: DurationMs;
  readonly state: DrillState;
  /** Why it was refused or lost. */
  readonly reason?: string;
  readonly requestedAt: Timestamp;
  readonly requestedBy: string;
  readonly stoppedBy?: string;
  /** When the fault began. */
  readonly startedAt?: Timestamp;
  /** When the harm began, as the program that makes the fault knows it. */
  readonly onset?: Timestamp;
  /** When the fault was repaired. */
  readonly endedAt?: Timestamp;
  readonly fault?: DrillFault;
  readonly others?: readonly string[];
  readonly result?: DrillResult;
}

/** What the platform found by itself, until the minute `until`. */
export interface DrillResult {
  readonly until: Timestamp;
  /** When the first series that is the drill's left its baseline. */
  readonly firstAnomalyAt?: Timestamp;
  readonly firstCall?: {
    readonly prediction: PredictionId;
    readonly failure: Failure;
    readonly issuedAt: Timestamp;
    /** Until the harm began; negative when it came after. Absent while no harm came. */
    readonly lead?: DurationMs;
  };
  readonly incident?: {
    readonly id: IncidentId;
    readonly detectedAt: Timestamp;
    /** From the beginning of the fault. */
    readonly after: DurationMs;
    /** From the beginning of the harm; negative before it. Absent while no harm came. */
    readonly afterHarm?: DurationMs;
  };
  /** Of the true cause among the hypotheses of the incident, 1 for the first; absent when it is not among them. */
  readonly causeRank?: number;
  readonly hypotheses: number;
  /** Incidents and calls about what neither this fault nor another one reaches. */
  readonly falseAlarms: readonly string[];
}

export function isDetected({ firstCall, incident }: DrillResult): boolean {
  return firstCall !== undefined || incident !== undefined;
}

/** In which what happens may be of the drill: while it goes on, without an end until that is known, and until what it left has settled. */
export function drilledRange({ startedAt, endedAt, state }: Drill): TimeRange | undefined {
  if (startedAt === undefined) return undefined;
  const isOpen = endedAt === undefined && openDrillStates.includes(state);
  const to = isOpen ? Number.POSITIVE_INFINITY : (endedAt ?? startedAt) + DRILL_SETTLES_MS;
  return { from: startOfMinute(startedAt), to };
}

type NamesOf = (id: EntityId) => string;

/**
 * The drill that an incident or prediction is of: it began meanwhile, is about what the fault works on, and did not outlast
 * it by far.
 */
export function drillOf(drills: readonly Drill[], finding: Incident | Prediction, nameOf: NamesOf): Drill | undefined {
  const began = beganAt(finding);
  const names = aboutOf(finding).map(nameOf);
  return drills.find((drill) => {
    const range = drilledRange(drill);
    if (!range || !isWithin(began, range)) return false;
    return (
      wentOnUntil(finding) <= range.to + INCIDENT_OUTLASTS_MS &&
      names.some((name) => drill.fault?.touches.includes(name))
    );
  });
}

export function beganAt(finding: Incident | Prediction): Timestamp {
  return 'startedAt' in finding ? finding.startedAt : finding.issuedAt;
}

/** Those that suffer, and of an incident those that are blamed. */
export function aboutOf(finding: Incident | Prediction): EntityId[] {
  if (!('entities' in finding)) return [finding.entity];
  const blamed = finding.hypotheses.filter(({ state }) => state === 'leading' || state === 'confirmed');
  return [...finding.entities.map(({ entity }) => entity), ...blamed.map(({ entity }) => entity)];
}

function wentOnUntil(finding: Incident | Prediction): Timestamp {
  return 'resolvedAt' in finding ? (finding.resolvedAt ?? finding.updatedAt) : finding.updatedAt;
}
