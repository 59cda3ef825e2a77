// A row of the outbox -> what is said, from the finding as it is at the first attempt.
import type { AlertSubject } from '@foreshock/model/alert-state.ts';
import type { Drill } from '@foreshock/model/drill.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import {
  MOST_OF_DIGEST,
  type Notification,
  type NotificationType,
  type TellReason,
} from '@foreshock/model/notification.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { findAlertChannel } from '../store/metadata/alert-channels.ts';
import { findAlertSettings } from '../store/metadata/alert-settings.ts';
import { listAlertsOfDigest } from '../store/metadata/alerts.ts';
import { findDigestOpening } from '../store/metadata/digest-openings.ts';
import { findDrillOf } from '../store/metadata/drills.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import type { OutboxRow } from '../store/metadata/notifications.ts';
import { findPrediction } from '../store/metadata/predictions.ts';
import type { Entities, KnownEntities } from '../store/telemetry/known-entities.ts';
import { subjectOfIncident, subjectOfPrediction } from './alert-subject.ts';
import { clock, type Described, describeIncident, describePrediction } from './describe-subject.ts';
import { shownOpening } from './digest-opening.ts';
import { fullName } from './entity-names.ts';

export interface ComposeTools {
  readonly db: Db;
  readonly names: KnownEntities;
  /** Of the dashboard, for links: `https://foreshock.example`. */
  readonly origin: () => string;
}

const ACT_SOON_MS = 60 * MINUTE;

/** `undefined` when what it is about is gone. */
export async function composeNotification(
  tenant: TenantId,
  row: OutboxRow,
  tools: ComposeTools,
  now: Timestamp,
): Promise<Notification | undefined> {
  const { db, names } = tools;
  if (row.reason === 'channel-failing' || (row.kind === '' && row.reason === 'ended'))
    return composeFailing(tenant, row, tools, now);
  if (row.reason === 'digest') return composeDigest(tenant, row, tools, now);
  if (row.kind === 'incident') {
    const incident = await findIncident(db, tenant, row.subject as IncidentId);
    if (!incident) return undefined;
    const entities = await names.of(
      tenant,
      incident.entities.map(({ entity }) => entity),
    );
    const [first] = incident.predictions;
    const foretold = first && (await findPrediction(db, tenant, first));
    const subject = subjectOfIncident(incident, entities);
    const drill = await findDrillOf(db, tenant, incident, (id) => fullName(entities, id));
    const described = asDrill(describeIncident(incident, foretold, entities, row.reason, now), drill);
    return ofSubject(row, subject, described, {
      type: typeOfIncident(subject, row.reason),
      severity: severityOfIncident(incident),
      link: { label: 'Open incident', url: `${tools.origin()}/i/${encodeURIComponent(incident.id)}` },
      startedAt: incident.startedAt,
      endedAt: incident.resolvedAt,
      timeZone: await zoneOf(tenant, row, db),
      data: { ...dataOfIncident(incident, subject, described, entities), drill: drill?.id ?? null },
      now,
    });
  }
  const prediction = await findPrediction(db, tenant, row.subject as PredictionId);
  if (!prediction) return undefined;
  const entities = await names.of(tenant, [prediction.entity]);
  const subject = subjectOfPrediction(prediction, entities);
  const drill = await findDrillOf(db, tenant, prediction, (id) => fullName(entities, id));
  const described = asDrill(describePrediction(prediction, entities, row.reason, now), drill);
  return ofSubject(row, subject, described, {
    type: typeOfPrediction(prediction, row.reason),
    severity: prediction.actBy !== undefined && prediction.actBy - now <= ACT_SOON_MS ? 'error' : 'warning',
    link: { label: 'Open prediction', url: `${tools.origin()}/p/${encodeURIComponent(prediction.id)}` },
    startedAt: prediction.issuedAt,
    endedAt: prediction.closedAt,
    timeZone: await zoneOf(tenant, row, db),
    data: { ...dataOfPrediction(prediction, subject, described), drill: drill?.id ?? null },
    now,
  });
}

/** Nobody may take for real what was made on purpose: the first word says it, on every channel. */
function asDrill(described: Described, drill: Drill | undefined): Described {
  if (!drill) return described;
  const fact = { label: 'Drill', text: `made on purpose by ${drill.requestedBy}: ${drill.kind}` };
  return {
    title: `Drill: ${described.title}`,
    headline: `Drill: ${described.headline}`,
    facts: [fact, ...described.facts],
  };
}

interface SubjectParts {
  readonly type: NotificationType;
  readonly severity: Notification['severity'];
  readonly link: Notification['links'][number];
  readonly startedAt: Timestamp;
  readonly endedAt: Timestamp | undefined;
  readonly data: Notification['data'];
  readonly timeZone: string | undefined;
  readonly now: Timestamp;
}

async function zoneOf(tenant: TenantId, { route }: OutboxRow, db: Db): Promise<string | undefined> {
  const { settings } = await findAlertSettings(db, tenant);
  return settings.routes.find(({ id }) => id === route)?.timeZone;
}

function ofSubject(row: OutboxRow, subject: AlertSubject, described: Described, parts: SubjectParts): Notification {
  const { type, severity, link, startedAt, endedAt, data, timeZone, now } = parts;
  return {
    id: row.id,
    type,
    reason: row.reason,
    level: row.level,
    thread: row.thread,
    state: subject.state === 'over' ? 'over' : subject.acknowledgedBy === undefined ? 'open' : 'acknowledged',
    severity,
    ...described,
    links: [link],
    source: subject.service,
    subject: { kind: subject.kind, id: subject.id },
    ...(subject.probability !== undefined && { probability: subject.probability }),
    ...(timeZone !== undefined && { timeZone }),
    at: now,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    data: { ...data, url: link.url, reason: row.reason, level: row.level },
  };
}

/** What waited for this digest, of its route. */
async function composeDigest(tenant: TenantId, row: OutboxRow, tools: ComposeTools, now: Timestamp) {
  const digestAt = Number(row.thread.split(':').at(-1));
  const alerts = await listAlertsOfDigest(tools.db, tenant, row.route, digestAt);
  const kept = await findDigestOpening(tools.db, tenant, row.route, digestAt);
  const lines: Notification['facts'][number][] = [];
  const items: { readonly kind: string; readonly id: string; readonly headline: string }[] = [];
  for (const { kind, subject, entities: ids } of alerts.slice(0, MOST_OF_DIGEST)) {
    const entities: Entities = await tools.names.of(tenant, ids);
    const incident = kind === 'incident' ? await findIncident(tools.db, tenant, subject as IncidentId) : undefined;
    const prediction = incident ? undefined : await findPrediction(tools.db, tenant, subject as PredictionId);
    const told = incident
      ? describeIncident(incident, undefined, entities, 'digest', now)
      : prediction && describePrediction(prediction, entities, 'digest', now);
    const finding = incident ?? prediction;
    if (!told || !finding) continue;
    const described = asDrill(told, await findDrillOf(tools.db, tenant, finding, (id) => fullName(entities, id)));
    lines.push({ label: `${lines.length + 1}`, text: described.headline });
    items.push({ kind, id: subject, headline: described.headline });
  }
  if (alerts.length > MOST_OF_DIGEST)
    lines.push({ label: 'More', text: `${alerts.length - MOST_OF_DIGEST} more are on the page` });
  const opening = kept && shownOpening(kept, new Set(items.map(({ id }) => id)));
  const headline = `Digest: ${alerts.length === 1 ? 'one thing' : `${alerts.length} things`} that did not need you at once`;
  return plainNotification(row, now, {
    type: 'digest',
    headline,
    facts: opening ? [{ label: 'Worded by model, checked', text: opening.text }, ...lines] : lines,
    links: [
      { label: 'Incidents', url: `${tools.origin()}/incidents` },
      { label: 'Coming', url: `${tools.origin()}/coming` },
    ],
    severity: 'info',
    data: { ...(opening && { opening }), items },
  });
}

/** Another channel says that one is failing, or well again. */
async function composeFailing(tenant: TenantId, row: OutboxRow, tools: ComposeTools, now: Timestamp) {
  const failing = await findAlertChannel(tools.db, tenant, row.subject);
  const channel = failing?.channel;
  if (!channel) return undefined;
  const isOver = row.reason === 'ended';
  const since = channel.failingSince ?? now;
  const headline = isOver
    ? `The channel ${channel.name} takes notifications again`
    : `The channel ${channel.name} has failed since ${clock(since)} UTC: ${channel.lastError ?? 'no answer'}`;
  return plainNotification(row, now, {
    type: 'channel.failing',
    headline,
    facts: [],
    links: [{ label: 'Open alerting', url: `${tools.origin()}/alerting` }],
    severity: 'error',
    data: { channel: channel.id, name: channel.name, kind: channel.kind, failing: !isOver },
  });
}

interface PlainParts extends Pick<Notification, 'type' | 'headline' | 'facts' | 'links' | 'severity' | 'data'> {}

function plainNotification(row: OutboxRow, now: Timestamp, parts: PlainParts): Notification {
  return {
    ...parts,
    id: row.id,
    reason: row.reason,
    level: row.level,
    thread: row.thread,
    state: row.reason === 'ended' ? 'over' : 'open',
    title: parts.headline,
    source: 'foreshock',
    subject: undefined,
    at: now,
    startedAt: now,
  };
}

function typeOfIncident(subject: AlertSubject, reason: TellReason): NotificationType {
  if (subject.state === 'over') return 'incident.resolved';
  return reason === 'opened' ? 'incident.opened' : 'incident.updated';
}

function typeOfPrediction({ state }: Prediction, reason: TellReason): NotificationType {
  if (state === 'closed') return 'prediction.closed';
  if (state === 'withdrawn') return 'prediction.withdrawn';
  if (state === 'frozen') return 'prediction.frozen';
  return reason === 'opened' ? 'prediction.issued' : 'prediction.revised';
}

function severityOfIncident({ severity }: Incident): Notification['severity'] {
  return severity === 'critical' ? 'critical' : severity === 'major' ? 'error' : 'warning';
}

function dataOfIncident(
  incident: Incident,
  subject: AlertSubject,
  described: Described,
  entities: Entities,
): Notification['data'] {
  const { id, state, severity, title, startedAt, detectedAt, resolvedAt, impact, dataTrust } = incident;
  return {
    kind: 'incident',
    id,
    state,
    severity,
    title,
    headline: described.headline,
    service: subject.service,
    entities: incident.entities.map(({ entity, role }) => ({ name: fullName(entities, entity), role })),
    startedAt: formatTime(startedAt),
    detectedAt: formatTime(detectedAt),
    resolvedAt: resolvedAt === undefined ? null : formatTime(resolvedAt),
    impact: {
      requestShare: impact.requestShare ?? null,
      services: impact.services,
      slo: impact.slo ?? null,
    },
    predictions: [...incident.predictions],
    acknowledgedBy: incident.acknowledgedBy ?? null,
    dataTrust,
    facts: described.facts,
  };
}

function dataOfPrediction(prediction: Prediction, subject: AlertSubject, described: Described): Notification['data'] {
  const { id, revision, state, outcome, failure, odds, issuedAt, updatedAt, closedAt, actBy, record } = prediction;
  const earned = odds.display === 'percent';
  return {
    kind: 'prediction',
    id,
    revision,
    state,
    outcome,
    failure,
    service: subject.service,
    headline: described.headline,
    odds: {
      display: odds.display,
      band: odds.band,
      probability: earned ? odds.probability : null,
      low: earned ? odds.low : null,
      high: earned ? odds.high : null,
      horizonMinutes: Math.round(odds.horizon / MINUTE),
    },
    issuedAt: formatTime(issuedAt),
    updatedAt: formatTime(updatedAt),
    closedAt: closedAt === undefined ? null : formatTime(closedAt),
    actBy: actBy === undefined ? null : formatTime(actBy),
    record: { calls: record.calls, hits: record.hits },
    acknowledgedBy: prediction.acknowledgedBy ?? null,
    dataTrust: prediction.dataTrust,
    facts: described.facts,
  };
}
