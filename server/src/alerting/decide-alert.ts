// One subject, one route, one moment -> what is told, what is held back and why, and when to look again. Plain: the same
// question always gets the same answer, in the transaction of a tick as well as when only time has passed.
import { type AlertLevel, type AlertRoute, type AlertSettings, louder } from '@foreshock/model/alert-settings.ts';
import type { AlertState, AlertSubject } from '@foreshock/model/alert-state.ts';
import { severities } from '@foreshock/model/incident.ts';
import { isWithinHours, nextLocalTime } from '@foreshock/model/local-time.ts';
import type { HoldReason, TellReason } from '@foreshock/model/notification.ts';
import { type Snooze, type SnoozeEnd, standingSnooze } from '@foreshock/model/snooze.ts';
import { formatTime, HOUR, MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { levelOf } from './level-of.ts';
import { isMaintained } from './match-route.ts';
import { onCall } from './on-call.ts';

export interface AlertQuestion {
  readonly subject: AlertSubject;
  readonly route: AlertRoute;
  readonly settings: Pick<AlertSettings, 'rotas' | 'maintenance'>;
  readonly before: AlertState | undefined;
  /** Of other subjects on this route in seven days. */
  readonly pagesInWeek: number;
  readonly now: Timestamp;
}

export interface Tell {
  readonly reason: TellReason;
  readonly level: AlertLevel;
  readonly channels: readonly string[];
  readonly dueAt: Timestamp;
}

export interface AlertDecision {
  /** Absent when the subject need not be remembered. */
  readonly state?: AlertState;
  readonly tell?: Tell;
  /** What was decided and has not left yet is taken back. */
  readonly dropsUnsent?: boolean;
  readonly held?: { readonly reason: HoldReason; readonly detail: string };
  readonly lookAgainAt?: Timestamp;
}

/** What people do has a subject looked at at once, and each tick brings what changed; this is for what else may end. */
const LOOK_MS = MINUTE;
/** Repeats fall due in the midst of waits. */
const LONGEST_LOOK_MS = 5 * MINUTE;
/** A rise of the odds by so much is told anew. */
const WORSE_BY = 0.15;
/** The mark of what was told to be over. */
const ENDED = 'over';

export function decideAlert(question: AlertQuestion): AlertDecision {
  const { subject, before } = question;
  if (subject.state === 'over') return decideEnd(question);
  const level = loudness(question);
  const told = before?.told?.mark === ENDED ? undefined : before?.told;
  if (!told && level.level === 'screen')
    return { held: { reason: 'screen-only', detail: whyScreen(subject, question.route) } };
  const hold = holdOf(question);
  if (hold) return held(question, hold);
  return told ? decideNext(question, told, level) : decideFirst(question, level);
}

function decideEnd({ subject, before, now }: AlertQuestion): AlertDecision {
  if (!before) return {};
  const { told } = before;
  if (told?.mark === ENDED || before.digestAt !== undefined) return { state: before };
  if (!told) {
    return { state: before, dropsUnsent: true, held: { reason: 'over-before-told', detail: 'over while it was held' } };
  }
  if (subject.takenBy !== undefined)
    return { state: before, held: { reason: 'told-by-incident', detail: subject.takenBy } };
  if (now < told.firstDueAt) {
    const detail = 'over within the wait that groups';
    const { told: _, stepAt: __, ...untold } = before;
    return { state: untold, dropsUnsent: true, held: { reason: 'over-before-told', detail } };
  }
  const { level } = before;
  const state = { ...before, told: { ...told, mark: ENDED } };
  return { state, tell: { reason: 'ended', level, channels: told.channels, dueAt: now } };
}

interface Hold {
  readonly reason: HoldReason;
  readonly detail: string;
  readonly until: Timestamp;
}

/** What keeps everything back, pages too. */
function holdOf({ subject, settings, before, now }: AlertQuestion): Hold | undefined {
  const window = settings.maintenance.find((one) => isMaintained(one, subject, now));
  if (window) return { reason: 'maintenance', detail: window.name, until: window.to };
  const snooze = standingSnooze(subject.snooze, now);
  if (snooze && wakes(subject, now) === undefined)
    return { reason: 'snoozed', detail: snoozeDetail(snooze), until: snooze.until };
  if (subject.takenBy !== undefined)
    return { reason: 'told-by-incident', detail: subject.takenBy, until: now + LOOK_MS };
  if (subject.inhibitedBy !== undefined && !before?.told)
    return { reason: 'inhibited', detail: subject.inhibitedBy, until: now + LOOK_MS };
  return undefined;
}

function held({ before, now }: AlertQuestion, { reason, detail, until }: Hold): AlertDecision {
  const state: AlertState = before ?? { level: 'screen', decidedAt: now, step: 0, round: 0 };
  return { state, held: { reason, detail }, lookAgainAt: Math.max(now + SECOND, Math.min(until, now + LOOK_MS)) };
}

interface Loudness {
  readonly level: AlertLevel;
  readonly held?: { readonly reason: HoldReason; readonly detail: string };
}

/** The level after the budget of pages. */
function loudness(question: AlertQuestion): Loudness {
  const { subject, route, before, pagesInWeek, now } = question;
  const level = levelOf(subject, route, now);
  const hasPaged = before?.told !== undefined && before.level === 'page';
  if (level !== 'page' || hasPaged || route.pagesPerWeek === undefined || pagesInWeek < route.pagesPerWeek)
    return { level };
  const detail = `${pagesInWeek} of ${route.pagesPerWeek} pages of these seven days are used`;
  return { level: 'notify', held: { reason: 'budget', detail } };
}

function decideFirst(question: AlertQuestion, { level, held: less }: Loudness): AlertDecision {
  const { route, before, now } = question;
  const state: AlertState = { level, decidedAt: before?.decidedAt ?? now, step: 0, round: 0 };
  const quiet = quietUntil(route, level, now);
  if (quiet !== undefined)
    return { state, held: { reason: 'quiet-hours', detail: route.name }, lookAgainAt: Math.min(quiet, now + MINUTE) };
  if (level === 'digest') {
    const digestAt = before?.digestAt ?? nextLocalTime(now, route.digestAt, route.timeZone);
    const isNew = before?.digestAt === undefined;
    return {
      state: { ...state, digestAt },
      ...(isNew && { tell: { reason: 'digest', level, channels: route.channels, dueAt: digestAt } }),
      held: { reason: 'digest-later', detail: formatTime(digestAt) },
      lookAgainAt: now + MINUTE,
    };
  }
  const dueAt = now + route.groupWaitSeconds * SECOND;
  const channels = channelsOf(question, level, 0);
  return {
    ...afterTelling(question, { ...state, step: 1 }, { reason: 'opened', level, channels, dueAt }, dueAt),
    ...(less && { held: less }),
  };
}

function decideNext(
  question: AlertQuestion,
  told: NonNullable<AlertState['told']>,
  { level, held: less }: Loudness,
): AlertDecision {
  const { subject, route, now } = question;
  // Held by the type of the caller: there was something told.
  const before = question.before!;
  const loudest = louder(before.level, level);
  const worse = isWorse(subject, told) || wakes(subject, now) !== undefined || loudest !== before.level;
  const isSilentTime = quietUntil(route, level, now) !== undefined && !worse;
  const acknowledged = subject.acknowledgedBy !== undefined;
  const wait: AlertDecision = { state: before, lookAgainAt: nextLook(route, before, now), ...(less && { held: less }) };
  const next = { ...before, level: loudest };
  const tell = (reason: TellReason, channels = told.channels, over: Partial<AlertState> = {}): AlertDecision =>
    afterTelling(
      question,
      { ...next, ...over },
      { reason, level: loudest, channels, dueAt: Math.max(now, told.firstDueAt) },
      told.firstDueAt,
    );
  if (worse) {
    const channels = [...new Set([...told.channels, ...channelsOf(question, loudest, 0)])];
    return tell('worsened', channels, { step: 1, round: 0 });
  }
  if (acknowledged !== told.acknowledged) return tell(acknowledged ? 'acknowledged' : 'changed');
  if (isSilentTime) return wait;
  if (markOf(subject) !== told.mark)
    return tell('changed', told.channels, { ...(before.stepAt && { stepAt: before.stepAt }) });
  if (acknowledged || subject.state === 'frozen') return wait;
  const escalated = loudest === 'page' ? escalate(question, told) : undefined;
  if (escalated) return escalated;
  if (now - told.at >= route.repeatHours * HOUR) return tell('repeated');
  return wait;
}

/** The next level when nobody answered the one before: all levels, once more, then the fallback. */
function escalate(question: AlertQuestion, told: NonNullable<AlertState['told']>): AlertDecision | undefined {
  const { route, now } = question;
  const before = question.before!;
  if (before.stepAt === undefined || now < before.stepAt) return undefined;
  const levels = route.escalation.length;
  const isLast = before.step >= levels;
  if (isLast && before.round >= 1) {
    if (route.fallback === undefined || before.round >= 2) return undefined;
    const channels = [...new Set([...told.channels, route.fallback])];
    return afterTelling(
      question,
      { ...before, round: 2 },
      { reason: 'escalated', level: 'page', channels, dueAt: now },
      told.firstDueAt,
    );
  }
  const step = isLast ? 0 : before.step;
  const round = isLast ? before.round + 1 : before.round;
  const channels = [...new Set([...told.channels, ...channelsOf(question, 'page', step)])];
  return afterTelling(
    question,
    { ...before, step: step + 1, round },
    { reason: 'escalated', level: 'page', channels, dueAt: now },
    told.firstDueAt,
  );
}

function afterTelling(question: AlertQuestion, state: AlertState, tell: Tell, firstDueAt: Timestamp): AlertDecision {
  const { subject, route, now } = question;
  const { severity, probability, acknowledgedBy } = subject;
  const next = route.escalation[state.step];
  const waitMs = (next?.afterMinutes ?? route.escalation[0]?.afterMinutes ?? 5) * MINUTE;
  const climbs = tell.reason === 'opened' || tell.reason === 'escalated' || tell.reason === 'worsened';
  const hasLevels = tell.level === 'page' && (route.escalation.length > 0 || route.fallback !== undefined);
  const { stepAt: _, ...rest } = state;
  const stepAt = climbs ? (hasLevels ? tell.dueAt + waitMs : undefined) : state.stepAt;
  const isRepeat = tell.reason === 'repeated' || climbs;
  return {
    state: {
      ...rest,
      ...(stepAt !== undefined && { stepAt }),
      told: {
        at: isRepeat ? now : (state.told?.at ?? now),
        firstDueAt,
        channels: tell.channels,
        mark: markOf(subject),
        acknowledged: acknowledgedBy !== undefined,
        ...(severity && { severity }),
        ...(probability !== undefined && {
          probability: climbs ? probability : (state.told?.probability ?? probability),
        }),
      },
    },
    tell,
    lookAgainAt: nextLook(route, { ...(stepAt !== undefined && { stepAt }) }, now),
  };
}

/** When only time can bring something: the next level, or a repeat. */
function nextLook(route: AlertRoute, { stepAt }: Pick<AlertState, 'stepAt'>, now: Timestamp): Timestamp {
  const repeats = now + Math.min(route.repeatHours * HOUR, LONGEST_LOOK_MS);
  return stepAt !== undefined && stepAt > now ? Math.min(stepAt, repeats) : repeats;
}

/** Of the route, and for pages those of a level of its escalation. */
function channelsOf({ route, settings, now }: AlertQuestion, level: AlertLevel, step: number): string[] {
  const of = level === 'page' ? route.escalation[step] : undefined;
  const rota = of?.rota === undefined ? undefined : settings.rotas.find(({ id }) => id === of.rota);
  const person = rota && onCall(rota, now);
  return [...new Set([...route.channels, ...(of?.channels ?? []), ...(person?.channels ?? [])])];
}

function quietUntil(route: AlertRoute, level: AlertLevel, now: Timestamp): Timestamp | undefined {
  const { quiet, timeZone } = route;
  // A digest has its own hour.
  if (!quiet || level === 'page' || level === 'digest') return undefined;
  if (!isWithinHours(now, quiet.from, quiet.to, timeZone)) return undefined;
  return nextLocalTime(now, quiet.to, timeZone);
}

function isWorse(
  { severity, probability }: AlertSubject,
  told: Pick<AlertSubject, 'severity' | 'probability'>,
): boolean {
  if (severity && told.severity && severities.indexOf(severity) > severities.indexOf(told.severity)) return true;
  return probability !== undefined && told.probability !== undefined && probability - told.probability >= WORSE_BY;
}

/** What ends a snooze before its time: the odds that it waits for, or what was worse than when it began. */
export function wakes(subject: AlertSubject, now: Timestamp): SnoozeEnd | undefined {
  const snooze = standingSnooze(subject.snooze, now);
  if (!snooze) return undefined;
  if (snooze.untilProbability === undefined) return isWorse(subject, snooze) ? 'worsened' : undefined;
  return (subject.probability ?? 0) >= snooze.untilProbability ? 'reached' : undefined;
}

function snoozeDetail({ until, untilProbability }: Snooze): string {
  const odds = untilProbability === undefined ? '' : `the odds reach ${Math.round(untilProbability * 100)} %, or `;
  return `until ${odds}${formatTime(until)}`;
}

/** What a person would call a change: not each figure, but state, severity, odds or harm to ten percent, act-by to five minutes. */
export function markOf({ state, severity, probability, requestShare, actBy, services }: AlertSubject): string {
  const share = probability ?? requestShare;
  const tenths = share === undefined ? '' : Math.round(share * 10);
  const minute = actBy === undefined ? '' : Math.round(actBy / (5 * MINUTE));
  return [state, severity ?? '', tenths, minute, services.length].join(' ');
}

function whyScreen({ state, odds, kind }: AlertSubject, route: AlertRoute): string {
  if (route.most === 'screen') return `route ${route.name} tells nobody`;
  if (kind === 'prediction' && state === 'shadow') return 'the failure has too few outcomes, or the budget is used';
  return `odds are shown as ${odds ?? 'nothing'}, not as a percentage that was earned`;
}
