import { expect, test } from 'vitest';
import type { AlertingView, AlertRouteView, ChannelView } from '../../answer-shapes.ts';
import { alertingHeadline, howWords, idFor, matchWords } from './alerting-words.ts';

const route = (fields: Partial<AlertRouteView> = {}): AlertRouteView => ({
  id: 'shop',
  name: 'shop',
  enabled: true,
  match: { kinds: [], services: [], failures: [], severities: [] },
  most: 'page',
  channels: [],
  escalation: [],
  pageActByMinutes: 60,
  groupWaitSeconds: 30,
  repeatHours: 4,
  digestAt: '09:00',
  timeZone: 'UTC',
  ...fields,
});

const alerting = (fields: Partial<AlertingView> = {}): AlertingView => ({
  version: 1,
  routes: [route()],
  rotas: [],
  maintenance: [],
  changedAt: null,
  changedBy: null,
  readable: true,
  onCall: [],
  waiting: 0,
  deadLetters: 0,
  ...fields,
});

const channel = (state: ChannelView['state']): ChannelView => ({
  id: 'chn_a',
  name: 'oncall',
  kind: 'slack',
  state,
  settings: {},
  secrets: [],
  createdBy: 'ana',
  createdAt: '2026-11-22T03:00:00Z',
  testedAt: null,
  lastOkAt: null,
  failingSince: null,
  lastError: null,
  deafSince: null,
  deafBecause: null,
  answersAt: null,
});

test('the headline is the worst thing: unreadable, failing, dead letters, nobody told, then well', () => {
  const said = [
    alertingHeadline(alerting({ readable: false }), [channel('failing')]),
    alertingHeadline(alerting({ deadLetters: 2 }), [channel('failing')]),
    alertingHeadline(alerting({ deadLetters: 2 }), [channel('ok')]),
    alertingHeadline(alerting(), []),
    alertingHeadline(alerting({ routes: [route({ enabled: false })] }), [channel('ok')]),
    alertingHeadline(alerting({ waiting: 1 }), [channel('ok')]),
    alertingHeadline(alerting(), [channel('ok')]),
  ];
  expect(said).toEqual([
    'Nobody is told: the settings were written by a newer version.',
    'oncall does not take notifications.',
    '2 notifications could not be delivered.',
    'Nobody is told of anything yet: there is no channel.',
    'Nobody is told of anything yet: there is no route.',
    'One notification is on the way.',
    'Everything that was to be told was told.',
  ]);
});

test('a route is said in words', () => {
  const match = {
    kinds: ['prediction' as const],
    services: ['shop/*'],
    failures: [],
    severities: [],
    minProbability: 0.6,
  };
  expect(matchWords(route({ match }))).toBe('predictions of shop/*; at least 60 %');
  expect(matchWords(route())).toBe('incidents and predictions of every service');
  expect(howWords(route({ quiet: { from: '22:00', to: '07:00' }, pagesPerWeek: 3 }))).toBe(
    'wakes people for what cannot wait, messages for the rest; at most 3 pages a week; only pages from 22:00 to 07:00; digest at 09:00 (clocks of UTC)',
  );
  expect(howWords(route({ most: 'notify', timeZone: 'Europe/Berlin' }))).toBe(
    'messages only, never wakes anybody; digest at 09:00 (clocks of Europe/Berlin)',
  );
  expect(howWords(route({ most: 'screen' }))).toBe('on screen only, tells nobody');
  expect(howWords(route({ enabled: false }))).toBe('switched off: tells nobody');
});

test('an id is made of a name and is never one that is taken', () => {
  expect([idFor('Team Shop', []), idFor('Team Shop', ['team-shop']), idFor('!!', [])]).toEqual([
    'team-shop',
    'team-shop-2',
    'one',
  ]);
});
