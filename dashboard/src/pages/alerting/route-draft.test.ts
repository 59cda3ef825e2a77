import { expect, test } from 'vitest';
import type { AlertRouteView } from '../../answer-shapes.ts';
import { draftOfRoute, routeOfDraft } from './route-draft.ts';

const full: AlertRouteView = {
  id: 'shop',
  name: 'Team shop',
  enabled: true,
  match: {
    kinds: ['prediction'],
    services: ['shop/*', 'bank/pay'],
    failures: ['disk_full'],
    severities: ['major', 'critical'],
    minProbability: 0.6,
    actByWithinMinutes: 90,
  },
  most: 'notify',
  channels: ['chn_a', 'chn_b'],
  escalation: [
    { afterMinutes: 7, rota: 'first', channels: [] },
    { afterMinutes: 7, channels: ['chn_b', 'chn_c'] },
  ],
  fallback: 'chn_c',
  pageActByMinutes: 45,
  groupWaitSeconds: 10,
  repeatHours: 2,
  pagesPerWeek: 3,
  quiet: { from: '22:00', to: '07:00' },
  digestAt: '08:30',
  timeZone: 'Europe/Berlin',
};

test('a route that is opened and saved without a change is the same', () => {
  expect(routeOfDraft(draftOfRoute(full, 'UTC'), 'shop', full)).toEqual(full);
});

test('a new route takes the defaults of the product and the zone of the person', () => {
  const draft = { ...draftOfRoute(undefined, 'Europe/Berlin'), name: ' shop ', channels: ['chn_a'] };
  expect(routeOfDraft(draft, 'shop', undefined)).toEqual({
    id: 'shop',
    name: 'shop',
    enabled: true,
    match: { kinds: [], services: [], failures: [], severities: [] },
    most: 'page',
    channels: ['chn_a'],
    escalation: [],
    pageActByMinutes: 60,
    groupWaitSeconds: 30,
    repeatHours: 4,
    digestAt: '09:00',
    timeZone: 'Europe/Berlin',
  });
});
