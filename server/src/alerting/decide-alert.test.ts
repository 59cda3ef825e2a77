import type { AlertState } from '@foreshock/model/alert-state.ts';
import { HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { NOON, testRoute, testSubject } from './alerting.test-support.ts';
import { type AlertQuestion, decideAlert } from './decide-alert.ts';

const nothing = { rotas: [], maintenance: [] };

function ask(fields: Partial<AlertQuestion> = {}) {
  return decideAlert({
    subject: testSubject(),
    route: testRoute(),
    settings: nothing,
    before: undefined,
    pagesInWeek: 0,
    now: NOON,
    ...fields,
  });
}

const coming = (fields: Parameters<typeof testSubject>[0] = {}) => {
  const { severity: _, ...subject } = testSubject();
  return {
    ...subject,
    kind: 'prediction' as const,
    id: 'prd_a',
    odds: 'percent' as const,
    probability: 0.7,
    ...fields,
  };
};

/** Told at noon, after which something is asked. */
function toldThen(later: Partial<AlertQuestion>): ReturnType<typeof decideAlert> {
  const { state } = ask({ ...later, subject: testSubject(), now: NOON });
  return ask({ before: state, ...later });
}

test('who is told how loudly follows from harm, odds and time', () => {
  const cases: [string, Parameters<typeof ask>[0]][] = [
    ['page', { subject: testSubject({ severity: 'critical' }) }],
    ['page', { subject: testSubject({ severity: 'major', requestShare: 0.1 }) }],
    ['page', { subject: testSubject({ severity: 'major', declared: true }) }],
    ['notify', { subject: testSubject({ severity: 'major' }) }],
    ['notify', { subject: testSubject({ severity: 'minor', requestShare: 0.01 }) }],
    ['digest', { subject: testSubject({ severity: 'minor' }) }],
    ['page', { subject: coming({ actBy: NOON + 59 * MINUTE }) }],
    ['notify', { subject: coming({ actBy: NOON + 2 * HOUR }) }],
    ['notify', { subject: coming() }],
    ['notify', { subject: coming({ odds: 'date', deadline: NOON + 48 * HOUR }) }],
    ['digest', { subject: coming({ odds: 'date', deadline: NOON + 480 * HOUR }) }],
    ['notify', { subject: testSubject(), route: testRoute({ most: 'notify' }) }],
  ];
  for (const [level, question] of cases) expect(ask(question).tell?.level, JSON.stringify(question)).toBe(level);
});

test('odds that are not earned stay on the screen, and the reason is given', () => {
  for (const subject of [coming({ odds: 'band' }), coming({ odds: 'none' }), coming({ state: 'shadow' })]) {
    const { tell, held, state } = ask({ subject });
    expect([tell, held?.reason, state]).toEqual([undefined, 'screen-only', undefined]);
  }
});

test('quiet hours hold back what is no page until they end, and pages pass', () => {
  const route = testRoute({ quiet: { from: 11 * 60, to: 13 * 60 } });
  const held = ask({ route, subject: testSubject({ severity: 'major' }) });
  expect([held.tell, held.held?.reason]).toEqual([undefined, 'quiet-hours']);
  const after = ask({ route, subject: testSubject({ severity: 'major' }), before: held.state, now: NOON + HOUR });
  expect(after.tell?.reason).toBe('opened');
  expect(ask({ route }).tell?.level).toBe('page');
});

test('maintenance holds back pages too, and what lasts longer is told when it is over', () => {
  const window = {
    id: 'm',
    name: 'upgrade',
    services: ['shop/*'],
    from: NOON - HOUR,
    to: NOON + HOUR,
    pausesScoring: true,
  };
  const settings = { rotas: [], maintenance: [window] };
  const held = ask({ settings });
  expect([held.tell, held.held]).toEqual([undefined, { reason: 'maintenance', detail: 'upgrade' }]);
  expect(ask({ settings, before: held.state, now: NOON + HOUR }).tell?.reason).toBe('opened');
  expect(ask({ settings, subject: testSubject({ services: ['bank/pay'] }) }).tell?.level).toBe('page');
});

test('a snooze ends by itself, whatever happens in it', () => {
  const snooze = { by: 'ana', from: NOON, until: NOON + HOUR, severity: 'critical' as const };
  const snoozed = testSubject({ snooze });
  const held = ask({ subject: snoozed });
  expect([held.tell, held.held?.reason]).toEqual([undefined, 'snoozed']);
  expect(ask({ subject: snoozed, before: held.state, now: NOON + HOUR }).tell?.reason).toBe('opened');
});

test('what gets worse by 15 points, or graver, is told in spite of a snooze', () => {
  const snooze = { by: 'ana', from: NOON, until: NOON + HOUR, probability: 0.7 };
  const told = ask({ subject: coming() });
  const at = (probability: number) =>
    ask({ subject: coming({ snooze, probability }), before: told.state, now: NOON + MINUTE });
  expect([at(0.84).tell, at(0.84).held?.reason]).toEqual([undefined, 'snoozed']);
  expect(at(0.86).tell?.reason).toBe('worsened');
  const minor = { ...snooze, severity: 'minor' as const };
  expect(ask({ subject: testSubject({ severity: 'major', snooze: minor }) }).tell?.reason).toBe('opened');
});

test('a snooze that waits for odds holds below them, tells at them, and ends without them', () => {
  const snooze = { by: 'ana', from: NOON, until: NOON + HOUR, probability: 0.5, untilProbability: 0.8 };
  const { state } = ask({ subject: coming({ probability: 0.5 }) });
  const at = (probability: number, now = NOON + MINUTE) =>
    ask({ subject: coming({ snooze, probability }), before: state, now });
  expect([at(0.79).tell, at(0.79).held]).toEqual([
    undefined,
    { reason: 'snoozed', detail: 'until the odds reach 80 %, or 2026-11-23T13:00:00.000Z' },
  ]);
  expect(at(0.8).tell?.reason).toBe('worsened');
  expect(at(0.6, NOON + HOUR).tell?.reason).toBe('changed');
});

test('a symptom of what was told already is held, and told when its cause is over', () => {
  const held = ask({ subject: testSubject({ inhibitedBy: 'inc_cause' }) });
  expect([held.tell, held.held]).toEqual([undefined, { reason: 'inhibited', detail: 'inc_cause' }]);
  expect(ask({ before: held.state, now: NOON + MINUTE }).tell?.reason).toBe('opened');
});

test('the budget of pages turns further ones into notifications, and not those that have paged', () => {
  const route = testRoute({ pagesPerWeek: 3 });
  expect(ask({ route, pagesInWeek: 2 }).tell?.level).toBe('page');
  const over = ask({ route, pagesInWeek: 3 });
  expect([over.tell?.level, over.held?.reason]).toEqual(['notify', 'budget']);
  const worse = toldThen({ route, pagesInWeek: 2, subject: testSubject({ requestShare: 0.9 }) });
  expect(worse.tell?.level).toBe('page');
});

test('what changes is told in place, what gets worse aloud, and what stays as it is not at all', () => {
  const now = NOON + 10 * MINUTE;
  const said = (fields: Parameters<typeof testSubject>[0]) =>
    toldThen({ now, subject: testSubject(fields) }).tell?.reason;
  expect(said({})).toBeUndefined();
  expect(said({ requestShare: 0.31 })).toBe('changed');
  expect(said({ acknowledgedBy: 'ben' })).toBe('acknowledged');
  expect(said({ state: 'over' })).toBe('ended');
  const first = ask({ subject: coming({ probability: 0.5 }) });
  const rise = (probability: number) =>
    ask({ before: first.state, now, subject: coming({ probability }) }).tell?.reason;
  expect([rise(0.51), rise(0.6), rise(0.65)]).toEqual([undefined, 'changed', 'worsened']);
});

test('what nobody acknowledged is repeated after four hours, and what is frozen is neither repeated nor ended', () => {
  expect(toldThen({ now: NOON + 4 * HOUR - SECOND }).tell).toBeUndefined();
  expect(toldThen({ now: NOON + 4 * HOUR }).tell?.reason).toBe('repeated');
  const frozen = toldThen({ now: NOON + 9 * HOUR, subject: testSubject({ state: 'frozen' }) });
  expect(frozen.tell?.reason).toBe('changed');
  const still = ask({ before: frozen.state, now: NOON + 20 * HOUR, subject: testSubject({ state: 'frozen' }) });
  expect(still.tell).toBeUndefined();
});

test('escalation goes level by level, once more, then to the fallback, and is silent after that', () => {
  const route = testRoute({
    channels: ['team'],
    escalation: [
      { afterMinutes: 5, channels: ['first'] },
      { afterMinutes: 5, channels: ['second'] },
      { afterMinutes: 10, channels: ['third'] },
    ],
    fallback: 'boss',
    groupWaitSeconds: 0,
  });
  let before: AlertState | undefined;
  const heard: string[] = [];
  for (let minute = 0; minute < 100; minute += 1) {
    const { tell, state } = ask({ route, before, now: NOON + minute * MINUTE });
    if (tell) heard.push(`${minute} ${tell.reason} ${tell.channels.at(-1)}`);
    before = state;
  }
  expect(heard).toEqual([
    '0 opened first',
    '5 escalated second',
    '15 escalated third',
    '20 escalated third',
    '25 escalated third',
    '35 escalated third',
    '40 escalated boss',
  ]);
});

test('what is over within the wait that groups is not told, and counts as held', () => {
  const { state } = ask();
  const over = ask({ before: state, now: NOON + 20 * SECOND, subject: testSubject({ state: 'over' }) });
  expect([over.tell, over.dropsUnsent, over.held?.reason]).toEqual([undefined, true, 'over-before-told']);
});

test('the end is told once, and what opens again is told as an opening', () => {
  const end = toldThen({ now: NOON + HOUR, subject: testSubject({ state: 'over' }) });
  const again = ask({ before: end.state, now: NOON + HOUR + SECOND, subject: testSubject({ state: 'over' }) });
  expect([end.tell?.reason, again.tell]).toEqual(['ended', undefined]);
  expect(ask({ before: end.state, now: NOON + 2 * HOUR }).tell?.reason).toBe('opened');
});

test('a digest waits for its hour and tells of each thing once', () => {
  const subject = testSubject({ severity: 'minor' });
  const first = ask({ subject });
  expect(first.tell).toMatchObject({ reason: 'digest', dueAt: NOON + 21 * HOUR });
  expect(ask({ subject, before: first.state, now: NOON + MINUTE }).tell).toBeUndefined();
  expect(ask({ subject, before: first.state, now: NOON + 22 * HOUR }).tell).toBeUndefined();
});

test('a prediction whose incident goes on with its thread says nothing more', () => {
  const { state } = ask({ subject: coming() });
  const taken = { before: state, now: NOON + HOUR };
  expect(ask({ ...taken, subject: coming({ takenBy: 'inc_a', probability: 0.9 }) }).tell).toBeUndefined();
  expect(ask({ ...taken, subject: coming({ takenBy: 'inc_a', state: 'over' }) }).tell).toBeUndefined();
});
