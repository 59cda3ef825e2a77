// What is learnt from an incident that is over, in few bytes: what it was made of, what it was put down to, what was done,
// and how it ended.
import type { Anomaly, MeasureKind } from './anomaly.ts';
import type { EntityId } from './entity.ts';
import type { Hypothesis } from './hypothesis.ts';
import type { Incident, IncidentId, Severity } from './incident.ts';
import type { IncidentClosure } from './incident-closure.ts';
import type { PredictionId } from './prediction.ts';
import type { Recommendation } from './recommendation.ts';
import type { Timestamp } from './time.ts';

/** At most so many a project; the oldest are forgotten. */
export const MOST_INCIDENT_RECORDS = 10_000;
/** The first anomalies of an incident say what it was; the rest is its spread. */
export const MOST_TRAIT_ANOMALIES = 40;
/** Telemetry of one incident proposes a few; more were never read. */
const MOST_ACTIONS = 5;

/** One kind of anomaly of an incident. */
export interface IncidentTrait {
  readonly entity: EntityId;
  readonly signal: Anomaly['signal'];
  readonly kind: MeasureKind;
  readonly template?: string;
}

export interface IncidentRecord {
  readonly id: IncidentId;
  readonly title: string;
  readonly severity: Severity;
  readonly startedAt: Timestamp;
  readonly endedAt: Timestamp;
  readonly closure?: IncidentClosure;
  readonly requestShare?: number;
  readonly fingerprint: readonly IncidentTrait[];
  /** As evidence ranked it; what a person confirmed is kept beside. */
  readonly cause?: Pick<Hypothesis, 'entity' | 'cause' | 'change'>;
  /** Accepted and done ones before those that were only proposed. */
  readonly actions: readonly Pick<Recommendation, 'action' | 'target' | 'state'>[];
  /** Predictions that came before it. */
  readonly foretold: readonly PredictionId[];
}

const ACTION_ORDER: readonly Recommendation['state'][] = ['done', 'accepted', 'proposed', 'declined'];

/** `anomalies`: the first of its members. */
export function recordOfIncident(
  incident: Incident,
  endedAt: Timestamp,
  anomalies: readonly Anomaly[],
): IncidentRecord {
  const leading = incident.hypotheses.find(({ state }) => state === 'leading' || state === 'confirmed');
  const { requestShare } = incident.impact;
  return {
    id: incident.id,
    title: incident.title,
    severity: incident.severity,
    startedAt: incident.startedAt,
    endedAt,
    ...(incident.closure !== undefined && { closure: incident.closure }),
    ...(requestShare !== undefined && { requestShare }),
    fingerprint: fingerprintOf(anomalies),
    ...(leading && {
      cause: { entity: leading.entity, cause: leading.cause, ...(leading.change && { change: leading.change }) },
    }),
    actions: [...incident.recommendations]
      .sort((a, b) => ACTION_ORDER.indexOf(a.state) - ACTION_ORDER.indexOf(b.state))
      .slice(0, MOST_ACTIONS)
      .map(({ action, target, state }) => ({ action, target, state })),
    foretold: incident.predictions,
  };
}

/** Each kind once. */
export function fingerprintOf(anomalies: readonly Anomaly[]): IncidentTrait[] {
  const traits = new Map<string, IncidentTrait>();
  for (const { entity, signal, kind, query } of anomalies.slice(0, MOST_TRAIT_ANOMALIES)) {
    const template = query.kind === 'template' ? query.template : undefined;
    const trait = { entity, signal, kind, ...(template !== undefined && { template }) };
    traits.set([entity, signal, kind, template].join('\u001f'), trait);
  }
  return [...traits.values()];
}
