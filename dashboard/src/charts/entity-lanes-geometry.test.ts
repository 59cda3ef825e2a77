import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { EntityLane, LaneEvent } from './entity-lanes-geometry.ts';
import { layOutEntityLanes } from './entity-lanes-geometry.ts';

const from = Date.parse('2026-11-22T02:00:00Z');
const event = (id: string, minute: number, surprise: number, text: string): LaneEvent => ({
  id,
  kind: 'unusual',
  from: from + minute * MINUTE,
  to: from + (minute + 4) * MINUTE,
  surprise,
  text,
  numbers: [],
});
const lane = (id: string, events: LaneEvent[]): EntityLane => ({ id, name: id, role: '', events });
const options = {
  width: 1000,
  range: { from, to: from + 2 * HOUR },
  lanes: [lane('web', []), lane('cart', [event('a', 60, 4, 'p95 2.1 s'), event('b', 62, 9, 'errors 12 %')])],
  arrows: [{ from: 'cart', to: 'web', time: from + HOUR, seen: true }],
};

test('an arrow to a caller points up, between the two lanes', () => {
  const { arrows } = layOutEntityLanes(options);
  expect(arrows).toHaveLength(1);
  expect(arrows[0]!.y2).toBeLessThan(arrows[0]!.y1);
});

test('of two labels that would cover each other the more surprising one is written', () => {
  const crowded = [
    lane('cart', [
      event('a', 54, 4, 'response p95 2.1 s'),
      event('b', 61, 9, 'errors 12 %'),
      event('c', 5, 3, 'queue 4'),
    ]),
  ];
  const placed = layOutEntityLanes({ ...options, lanes: crowded }).lanes[0]!.events;
  expect(placed.map((item) => item.label)).toEqual(['response p95 2.1 s', 'errors 12 %', 'queue 4']);
  const [a, b] = placed;
  expect([a?.anchor, b?.anchor]).toEqual(['end', 'start']);
  const nearer = [lane('cart', [event('a', 1, 4, 'response p95 2.1 s'), event('b', 2, 9, 'errors 12 %')])];
  expect(layOutEntityLanes({ ...options, lanes: nearer }).lanes[0]!.events.map((item) => item.label)).toEqual([
    '',
    'errors 12 %',
  ]);
});

test('an arrow to an entity without a lane is left out', () => {
  expect(
    layOutEntityLanes({ ...options, arrows: [{ from: 'cart', to: 'gone', time: from, seen: true }] }).arrows,
  ).toEqual([]);
});

test('what lies outside the range is not drawn', () => {
  const { lanes } = layOutEntityLanes({ ...options, lanes: [lane('cart', [event('old', -90, 5, 'x')])] });
  expect(lanes[0]!.events).toEqual([]);
});
