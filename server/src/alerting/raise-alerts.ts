// Findings -> decisions and rows of the outbox. A tick's are made in the transaction that keeps its findings; those that
// only time brings about (repeats, escalation, the end of quiet hours) are made by a beat, in the same way.
import type { AlertSettings } from '@foreshock/model/alert-settings.ts';
import type { AlertSubject, KeptAlert } from '@foreshock/model/alert-state.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Findings } from '@foreshock/model/findings.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { hashId } from '../base/crypto/digest.ts';
import { createToken } from '../base/crypto/token.ts';
import { listAlertChannels } from '../store/metadata/alert-channels.ts';
import { findAlertSettings } from '../store/metadata/alert-settings.ts';
import {
  type AlertHold,
  countPages,
  keepAlert,
  listAlertsOf,
  listDueSubjects,
  listOpenAlerts,
  noteHolds,
} from '../store/metadata/alerts.ts';
import type { DecideInTick } from '../store/metadata/findings.ts';
import { type Db, inTransaction, type Trx } from '../store/metadata/in-transaction.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import { findLearntHistory, mayNotify } from '../store/metadata/learnt-history.ts';
import { dropUntried, enqueue } from '../store/metadata/notifications.ts';
import { findPrediction } from '../store/metadata/predictions.ts';
import { endSnooze } from '../store/metadata/snoozes.ts';
import { listStandingWords, tellOutcome } from '../store/metadata/told-outcomes.ts';
import type { Entities, KnownEntities } from '../store/telemetry/known-entities.ts';
import { reliesOn, subjectOfIncident, subjectOfPrediction, threadOf } from './alert-subject.ts';
import { canEdit } from './create-notification-channel.ts';
import { type AlertDecision, decideAlert, wakes } from './decide-alert.ts';
import { isMaintained, matchesRoute } from './match-route.ts';

export interface AlertRaising {
  /** What is to run within the transaction of a tick. */
  decide(tenant: TenantId, findings: Findings): Promise<DecideInTick>;
  /** Looks again at what is due; true when there may be more. */
  review(tenant: TenantId): Promise<boolean>;
}

const REVIEWED_AT_ONCE = 50;
const MAINTENANCE = 'maintenance';

export function createAlertRaising(db: Db, names: KnownEntities, clock: Clock): AlertRaising {
  return {
    async decide(tenant, findings) {
      const { incidents, predictions } = findings;
      const about = [
        ...incidents.flatMap((one) => one.entities.map(({ entity }) => entity)),
        ...predictions.map(({ entity }) => entity),
      ];
      const entities = about.length > 0 ? await names.of(tenant, about) : new Map();
      const subjects = [
        // Incidents first: they take over threads of predictions.
        ...new Set(incidents.map(({ id }) => id)),
        ...new Set(predictions.map(({ id }) => id)),
      ];
      return async (trx) => {
        if (subjects.length === 0) return;
        const now = clock.now();
        const history = await findLearntHistory(trx, tenant);
        if (!mayNotify(history, findings.watermark - MINUTE)) {
          const open = incidents.filter(({ state }) => state === 'open');
          const detail = 'found in history, or nobody has let notifications begin';
          await noteHolds(
            trx,
            tenant,
            open.map(({ id }) => ({ subject: id, route: '', reason: 'history', detail })),
            now,
          );
          return;
        }
        const round = await openRound(trx, tenant, entities, now);
        for (const id of subjects) await decideSubject(round, id);
        await noteHolds(trx, tenant, round.holds, now);
      };
    },

    async review(tenant) {
      const now = clock.now();
      const due = await listDueSubjects(db, tenant, now, REVIEWED_AT_ONCE);
      if (due.length === 0) return false;
      const entities = await names.of(tenant, []);
      await inTransaction(db, async (trx) => {
        const round = await openRound(trx, tenant, entities, now);
        for (const subject of due) await decideSubject(round, subject);
        await noteHolds(trx, tenant, round.holds, now);
      });
      return due.length === REVIEWED_AT_ONCE;
    },
  };
}

/** What decisions of one transaction have in common. */
interface Round {
  readonly trx: Trx;
  readonly tenant: TenantId;
  readonly entities: Entities;
  readonly now: Timestamp;
  readonly settings: AlertSettings;
  readonly channels: ReadonlyMap<string, { readonly paused: boolean; readonly edits: boolean }>;
  /** Alerts of all subjects that go on, as they are now. */
  open: readonly KeptAlert[];
  readonly holds: Omit<AlertHold, 'since' | 'lastAt'>[];
}

async function openRound(trx: Trx, tenant: TenantId, entities: Entities, now: Timestamp): Promise<Round> {
  const { settings } = await findAlertSettings(trx, tenant);
  const channels = await listAlertChannels(trx, tenant);
  return {
    trx,
    tenant,
    entities,
    now,
    settings,
    channels: new Map(channels.map(({ id, paused, kind }) => [id, { paused, edits: canEdit(kind) }])),
    open: await listOpenAlerts(trx, tenant),
    holds: [],
  };
}

interface FoundSubject {
  readonly finding: Incident | Prediction;
  readonly subject: AlertSubject;
  readonly carries: readonly PredictionId[];
}

async function findSubject({ trx, tenant, entities }: Round, id: string): Promise<FoundSubject | undefined> {
  if (id.startsWith('inc_')) {
    const finding = await findIncident(trx, tenant, id as IncidentId);
    return finding && { finding, subject: subjectOfIncident(finding, entities), carries: finding.predictions };
  }
  const finding = await findPrediction(trx, tenant, id as PredictionId);
  return finding && { finding, subject: subjectOfPrediction(finding, entities), carries: [] };
}

async function decideSubject(round: Round, id: string): Promise<void> {
  const { trx, tenant, now, settings } = round;
  const found = await findSubject(round, id);
  const known = await listAlertsOf(trx, tenant, [id]);
  if (!found) {
    for (const alert of known) await endAlert(round, alert);
    return;
  }
  const { carries } = found;
  if (found.subject.state === 'over' && known.length === 0) return;
  await pauseScoring(round, found.subject);
  const subject = { ...found.subject, ...ties(round, found, known) };
  const routes = settings.routes.filter(
    (route) => known.some((alert) => alert.route === route.id) || matchesRoute(route, subject, now),
  );
  if (routes.length === 0 && subject.state === 'open')
    round.holds.push({ subject: id, route: '', reason: 'no-route', detail: 'add a route, or widen one' });
  const thread = known.find((alert) => alert.thread !== '')?.thread ?? (await threadFor(round, subject, carries));
  for (const route of routes) {
    const before = known.find((alert) => alert.route === route.id);
    // Over and done.
    if (subject.state === 'over' && !before) continue;
    const pagesInWeek =
      route.pagesPerWeek === undefined ? 0 : await countPages(trx, tenant, route.id, now - 7 * DAY, id);
    const decision = decideAlert({ subject, route, settings, before: before?.state, pagesInWeek, now });
    await apply(round, { subject, thread, route: route.id, carries, before }, decision);
  }
  const woken = wakes(subject, now);
  // Under maintenance nobody was told: it goes on until somebody is.
  if (woken && !settings.maintenance.some((one) => isMaintained(one, subject, now)))
    await endSnooze(trx, tenant, id, woken, now);
  // Of a route that was removed nothing more is told.
  for (const alert of known) if (!routes.some(({ id: route }) => route === alert.route)) await endAlert(round, alert);
}

async function endAlert({ trx, tenant, now }: Round, alert: KeptAlert): Promise<void> {
  await keepAlert(trx, tenant, alert, { overAt: now });
}

interface Applied {
  readonly subject: AlertSubject;
  readonly thread: string;
  readonly route: string;
  readonly carries: readonly PredictionId[];
  readonly before: KeptAlert | undefined;
}

async function apply(round: Round, applied: Applied, decision: AlertDecision): Promise<void> {
  const { trx, tenant, now, holds } = round;
  const { subject, thread, route, carries, before } = applied;
  const { tell, held } = decision;
  const state = decision.state ?? before?.state;
  if (held) holds.push({ subject: subject.id, route, ...held });
  if (decision.dropsUnsent) await dropUntried(trx, tenant, subject.id, route);
  if (state) {
    const isOver = subject.state === 'over';
    const isFirstPage = tell?.level === 'page' && before?.state.level !== 'page';
    const { kind, entities } = subject;
    const kept: KeptAlert = { subject: subject.id, kind, route, thread, entities, carries, state };
    const when = isOver ? { overAt: now } : { dueAt: decision.lookAgainAt ?? now + MINUTE };
    await keepAlert(trx, tenant, kept, { ...when, pagedAt: isFirstPage ? now : undefined });
    const others = round.open.filter((one) => one.subject !== subject.id || one.route !== route);
    round.open = isOver ? others : [...others, kept];
  }
  for (const channel of tell?.channels ?? []) {
    const known = round.channels.get(channel);
    if (!known || !tell) continue;
    if (known.paused) {
      holds.push({ subject: subject.id, route, reason: 'paused-channel', detail: channel });
      continue;
    }
    if (tell.reason === 'changed' && !known.edits) continue;
    const isDigest = tell.reason === 'digest';
    const entry = {
      id: hashId('ntf_', createToken()),
      channel,
      thread: isDigest ? `fs:${tenant}:digest:${route}:${tell.dueAt}` : thread,
      kind: isDigest ? ('' as const) : subject.kind,
      subject: isDigest ? '' : subject.id,
      route,
      reason: tell.reason,
      level: tell.level,
    };
    await enqueue(trx, tenant, entry, { dueAt: tell.dueAt, now });
  }
}

/** The incident that goes on with a prediction, and what stands above the subject and is told of already. */
function ties(round: Round, { finding, subject }: FoundSubject, known: readonly KeptAlert[]): Partial<AlertSubject> {
  const told = round.open.filter((alert) => alert.subject !== subject.id && alert.state.told !== undefined);
  const taker =
    subject.kind === 'prediction'
      ? told.find((alert) => alert.kind === 'incident' && alert.carries.includes(subject.id))
      : undefined;
  if (taker) return { takenBy: taker.subject };
  if (known.some(({ state }) => state.told !== undefined)) return {};
  const above = new Set<EntityId>(reliesOn(finding, subject.entities, round.entities));
  const upper = told.find(
    (alert) => alert.entities[0] !== subject.entities[0] && alert.entities.slice(0, 1).some((id) => above.has(id)),
  );
  return upper ? { inhibitedBy: upper.subject } : {};
}

/** An incident goes on with the thread of the first of its predictions that was told. */
async function threadFor(round: Round, subject: AlertSubject, carries: readonly PredictionId[]): Promise<string> {
  const alerts = await listAlertsOf(round.trx, round.tenant, carries);
  const [first] = alerts
    .filter(({ state }) => state.told !== undefined)
    .sort((a, b) => a.state.decidedAt - b.state.decidedAt);
  return first?.thread ?? threadOf(round.tenant, subject);
}

/** What is worked on on purpose is no test of a prediction. */
async function pauseScoring({ trx, tenant, settings, now }: Round, subject: AlertSubject): Promise<void> {
  if (subject.kind !== 'prediction' || subject.state === 'over') return;
  const window = settings.maintenance.find((one) => one.pausesScoring && isMaintained(one, subject, now));
  if (!window) return;
  const id = subject.id as PredictionId; // of a prediction's subject
  if ((await listStandingWords(trx, tenant, id)).some(({ by }) => by === MAINTENANCE)) return;
  await tellOutcome(trx, tenant, id, { by: MAINTENANCE, says: 'acted', note: window.name, now });
}
