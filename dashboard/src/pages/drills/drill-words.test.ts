import { expect, test } from 'vitest';
import type { DrillView } from '../../answer-shapes.ts';
import { callWords, causeWords, drillsHeadline, falseAlarmWords, incidentWords } from './drill-words.ts';

const MINUTE = 60_000;

const done: DrillView = {
  id: 'drl_1',
  kind: 'pool',
  namespace: 'shop',
  target: null,
  state: 'done',
  reason: null,
  requestedAt: '2026-11-27T10:00:00.000Z',
  requestedBy: 'ana',
  stoppedBy: null,
  course: 'PT12M',
  endsBy: '2026-11-27T10:22:00.000Z',
  startedAt: '2026-11-27T10:00:00.000Z',
  harmAt: '2026-11-27T10:12:00.000Z',
  endedAt: '2026-11-27T10:17:00.000Z',
  fault: { variant: 'leaked-connections', failure: 'pool_exhausted', rootCause: 'shop/inventory' },
  result: {
    until: '2026-11-27T10:22:00.000Z',
    detected: true,
    firstAnomalyAt: '2026-11-27T10:02:00.000Z',
    call: { id: 'prd_1', failure: 'pool_exhausted', issuedAt: '2026-11-27T10:05:00.000Z', leadMs: 7 * MINUTE },
    incident: { id: 'inc_1', detectedAt: '2026-11-27T10:13:00.000Z', afterMs: 13 * MINUTE, afterHarmMs: MINUTE },
    causeRank: 1,
    hypotheses: 3,
    falseAlarms: [],
  },
};
const unfound = { ...done, result: { ...done.result!, detected: false, call: null, incident: null, causeRank: null } };

test('the first sentence counts what was judged, and tells of the one that goes on', () => {
  const refused = { ...done, state: 'refused' as const, result: null };
  expect(drillsHeadline({ possible: true, items: [done, unfound, refused] })).toBe('1 of 2 drills were found.');
  const harmless = { ...unfound, harmAt: null };
  expect(drillsHeadline({ possible: true, items: [done, harmless] })).toBe('1 of 1 drill was found.');
  expect(drillsHeadline({ possible: true, items: [harmless] })).toBe('No drill has done harm yet.');
  expect(drillsHeadline({ possible: true, items: [] })).toBe('No drill has been run yet.');
  expect(drillsHeadline({ possible: false, items: [] })).toBe('Drills need the demo.');
  const running = { ...unfound, state: 'running' as const };
  const called = { ...running, result: { ...done.result!, incident: null } };
  expect(drillsHeadline({ possible: true, items: [called] })).toBe(
    'Connection pool drill: connection exhaustion is called.',
  );
  expect(drillsHeadline({ possible: true, items: [running, done] })).toBe('Connection pool drill: not found so far.');
});

test('a call and an incident are told against the beginning of the harm', () => {
  expect(callWords(done)).toBe('7 min ahead of the harm');
  expect(incidentWords(done)).toBe('after 13 min, 60 s after the harm began');
  expect(callWords({ result: { ...done.result!, call: { ...done.result!.call!, leadMs: null } } })).toBe(
    'no harm came',
  );
  expect([callWords(unfound), incidentWords(unfound), falseAlarmWords(unfound)]).toEqual(['none', 'none', 'none']);
});

test('the true cause is told with its place, or that nobody named it', () => {
  expect(causeWords(done)).toBe('inventory, named at place 1');
  expect(causeWords({ ...done, result: { ...done.result!, causeRank: null } })).toBe('inventory, not named');
});
