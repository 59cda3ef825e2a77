import { causeMarkings } from '@foreshock/model/cause-mark.ts';
import { severities } from '@foreshock/model/incident.ts';
import { incidentClosures } from '@foreshock/model/incident-closure.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import {
  ChangeView,
  Duration,
  EntityRef,
  EvidenceView,
  HypothesisView,
  NarrativeView,
  OrderedBy,
  Probability,
  pageInput,
  RecommendationView,
  SnoozeView,
  SparklineView,
  Time,
  watchFrom,
  watchInput,
} from '../shapes.ts';
import { AnomalyView } from './anomalies.ts';
import { ConfirmedCauseView } from './confirmed-causes.ts';
import { TemplateLinkView } from './template-links.ts';
import { Verdicts } from './told-words.ts';

export const IncidentStates = z.enum(['open', 'acknowledged', 'resolved', 'reviewed', 'merged', 'dismissed']);

export const IncidentSummary = z.object({
  id: z.string(),
  state: IncidentStates,
  frozen: z.boolean(),
  severity: z.enum(severities),
  title: z.string(),
  origin: z.enum(['rule', 'declared']),
  startedAt: Time,
  detectedAt: Time,
  resolvedAt: Time.nullable(),
  closure: z
    .enum(incidentClosures)
    .nullable()
    .describe('how it came to be over; only `all-clear` says that what was hurt was seen to be well again'),
  dataTrust: Probability,
  entities: z.array(EntityRef.extend({ role: z.enum(['symptom', 'cause', 'path', 'context']) })),
  impact: z.object({
    requestShare: Probability.nullable(),
    services: z.number().int(),
    slo: z
      .object({ id: z.string(), name: z.string(), burn1h: z.number(), burn5m: z.number() })
      .nullable()
      .describe('the SLO that burned fastest, at its worst'),
  }),
  cause: z.string().nullable(),
  predicted: z
    .object({ id: z.string(), lead: Duration })
    .nullable()
    .describe('the first prediction that came before it'),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: Time.nullable(),
  snooze: SnoozeView.nullable(),
  mergedInto: z.string().nullable(),
  reopened: z.number().int(),
  drill: z.string().nullable().describe('the drill that it is of: the fault was made on purpose; null for all else'),
});

export const IncidentDetail = IncidentSummary.extend({
  predictions: z.array(
    z.object({
      id: z.string(),
      headline: z.string(),
      probability: Probability.nullable(),
      lead: Duration.nullable(),
      outcome: z.enum(['pending', 'hit', 'miss', 'acted', 'undecidable']),
    }),
  ),
  anomalies: z.array(AnomalyView),
  suppressed: z.array(z.object({ anomaly: z.string(), measure: z.string(), entity: EntityRef, reason: z.string() })),
  hypotheses: z.array(HypothesisView),
  evidence: z.array(
    EvidenceView.extend({ sparkline: SparklineView.nullable(), availability: z.enum(['live', 'archived']) }),
  ),
  recommendations: z.array(RecommendationView),
  orderedBy: OrderedBy,
  narrative: NarrativeView,
  changes: z.array(z.object({ id: z.string(), entity: EntityRef, time: Time, kind: z.string(), text: z.string() })),
  next: z.string().nullable(),
  verdicts: Verdicts.describe('whether it was real, as people said afterwards'),
  toldNoise: z
    .array(
      z.object({
        entity: EntityRef,
        measure: z.string(),
        times: z.number().int().describe('incidents with it that were told noise, none real'),
        weight: z.number().describe('what its surprise is multiplied by when an incident is to be opened'),
        incidents: z.array(
          z.object({ id: z.string(), title: z.string(), mine: z.boolean().describe('told noise by who asks') }),
        ),
      }),
    )
    .describe('what of this incident weighs less in opening one; taking a verdict back undoes it'),
  trueCause: ConfirmedCauseView.nullable().describe('as a person confirmed it'),
  templateLinks: z
    .array(TemplateLinkView)
    .nullable()
    .describe('log templates of different services that belong together; null unless included'),
  links: z.object({ html: z.string() }),
});

export const listIncidents = operation({
  name: 'listIncidents',
  summary: 'Incidents, open ones first, then newest first.',
  kind: 'query',
  route: 'GET /api/v1/incidents',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    state: z.string().optional().describe('comma separated states; all without it'),
    entity: z.string().optional(),
    from: Time.optional(),
    to: Time.optional(),
    asOf: Time.optional().describe(
      'those that were known and not over at this time, in the state of then; what else is said of them is as it is now',
    ),
    ...pageInput,
  }),
  output: z.object({ items: z.array(IncidentSummary), next: z.string().nullable(), watchFrom }),
  errors: ['input-invalid'],
});

export const watchIncidents = operation({
  name: 'watchIncidents',
  summary: 'Each change of an incident as it is written, in order, at least once; a heartbeat every 15 s.',
  kind: 'watch',
  route: 'GET /api/v1/incidents:watch',
  role: 'viewer',
  tool: withheld('a stream'),
  input: z.object({
    state: z.string().optional().describe('comma separated states; all without it'),
    entity: z.string().optional(),
    ...watchInput,
  }),
  output: z.object({
    resumeToken: z.string().describe('the place after this message'),
    change: ChangeView.nullable().describe('absent from a heartbeat'),
    incident: IncidentSummary.nullable().describe('as it stands when this is sent'),
  }),
  errors: ['input-invalid', 'resume-token-expired', 'watchers-too-many'],
});

export const getIncident = operation({
  name: 'getIncident',
  summary: 'One incident with its anomalies, ranked causes, evidence and story.',
  kind: 'query',
  route: 'GET /api/v1/incidents/{id}',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    id: z.string(),
    include: z.enum(['template-links']).optional().describe('what costs a question of its own'),
  }),
  output: IncidentDetail,
  errors: ['incident-not-found'],
});

export const getIncidentTimeline = operation({
  name: 'getIncidentTimeline',
  summary: 'What happened to one incident, oldest first.',
  kind: 'query',
  route: 'GET /api/v1/incidents/{id}/timeline',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id: z.string() }),
  output: z.object({ items: z.array(z.object({ time: Time, kind: z.string(), by: z.string(), text: z.string() })) }),
  errors: ['incident-not-found'],
});

export const acknowledgeIncident = operation({
  name: 'acknowledgeIncident',
  summary: 'Says that somebody is on it. Idempotent: the first name stays.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/ack',
  role: 'responder',
  tool: withheld('changes who is told'),
  input: z.object({ id: z.string(), note: z.string().max(2000).optional() }),
  output: IncidentSummary,
  errors: ['incident-not-found', 'state-conflict'],
});

export const resolveIncident = operation({
  name: 'resolveIncident',
  summary: 'Ends an incident by hand.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/resolve',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), note: z.string().max(2000).optional() }),
  output: IncidentSummary,
  errors: ['incident-not-found', 'state-conflict'],
});

export const dismissIncident = operation({
  name: 'dismissIncident',
  summary: 'Says that it was none, with the reason.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/dismiss',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), reason: z.string().min(1).max(2000) }),
  output: IncidentSummary,
  errors: ['incident-not-found', 'state-conflict'],
});

export const mergeIncident = operation({
  name: 'mergeIncident',
  summary: 'Makes an incident a part of another one that is open.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/merge',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), into: z.string(), note: z.string().max(2000).optional() }),
  output: IncidentSummary,
  errors: ['input-invalid', 'incident-not-found', 'state-conflict'],
});

export const declareIncident = operation({
  name: 'declareIncident',
  summary: 'Opens an incident that a person sees.',
  kind: 'command',
  route: 'POST /api/v1/incidents',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({
    title: z.string().min(1).max(200),
    severity: z.enum(severities),
    entity: z.string().describe('id of the entity that is hurt'),
    startedAt: Time.optional(),
  }),
  output: IncidentSummary,
  errors: ['input-invalid', 'entity-not-found'],
});

export const markIncidentCause = operation({
  name: 'markIncidentCause',
  summary: 'Rules out a candidate cause, points at it, or takes that back. Moves the ranking by bounded points.',
  kind: 'command',
  route: 'POST /api/v1/incidents/{id}/hypotheses/{hypothesis}/mark',
  role: 'responder',
  tool: withheld('a person says it'),
  input: z.object({ id: z.string(), hypothesis: z.string(), says: z.enum([...causeMarkings, 'nothing']) }),
  output: z.object({ hypotheses: z.array(HypothesisView) }),
  errors: ['incident-not-found', 'hypothesis-not-found', 'state-conflict'],
});
