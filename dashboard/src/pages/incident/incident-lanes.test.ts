import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { incidentLanes } from './incident-lanes.ts';

const start = Date.parse('2026-11-22T03:02:00Z');
const options = {
  entities: [
    { name: 'shop/cart', role: 'cause' as const },
    { name: 'shop/web', role: 'symptom' as const },
    { name: 'shop/web', role: 'symptom' as const },
  ],
  anomalies: [{ id: 'a', entity: 'shop/web', onset: start - MINUTE, end: undefined, surprise: 7, text: 'p95 2.1 s' }],
  changes: [{ id: 'c', entity: 'shop/cart', time: start - 38 * MINUTE, text: 'v42' }],
  messages: [{ time: start + MINUTE, text: 'told #oncall' }],
  startedAt: start,
  endedAt: start + 12 * MINUTE,
};

test('who is hurt stands on top, each entity once, and its open anomaly is harm', () => {
  const { lanes } = incidentLanes(options);
  expect(lanes.map((lane) => [lane.name, lane.role])).toEqual([
    ['web', 'hurt'],
    ['cart', 'likely cause'],
  ]);
  expect(lanes[0]!.events.map((event) => event.kind)).toEqual(['harm', 'message']);
  expect(lanes[1]!.events.map((event) => event.kind)).toEqual(['change']);
});

test('the range begins before the first thing that happened', () => {
  const { range } = incidentLanes(options);
  expect(range.from).toBe(start - 48 * MINUTE);
  expect(range.to).toBeGreaterThan(options.endedAt);
});

test('entities beyond the tenth are left out and counted', () => {
  const entities = Array.from({ length: 14 }, (_, i) => ({ name: `n${i}`, role: 'context' as const }));
  expect(incidentLanes({ ...options, entities }).leftOut).toBe(4);
});
