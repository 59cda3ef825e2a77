import { expect, test } from 'vitest';
import { entity, frameAt, requestsOf } from './simulated-minutes.ts';
import { followTraffic, type TrafficState, trafficChange } from './traffic-history.ts';

const wanted = new Set([entity('db')]);

test('requests now are compared with those before the window', () => {
  const state: TrafficState = new Map();
  for (let minute = 0; minute < 100; minute += 1) {
    const frame = frameAt(minute, { spans: [requestsOf('db', minute, minute < 70 ? 100 : 300)] });
    followTraffic(state, wanted, frame, minute);
  }
  expect(trafficChange(state.get(entity('db')), 30)).toMatchObject({ now: 300, before: 100 });
  expect(trafficChange(state.get(entity('db')), 120)).toBeUndefined();
});

test('what sends no spans itself is known by the calls of its callers', () => {
  const state: TrafficState = new Map();
  const call = { ...requestsOf('web', 0, 40), side: 'client' as const, peer: entity('db') };
  for (let minute = 0; minute < 60; minute += 1)
    followTraffic(state, wanted, frameAt(minute, { spans: [call, call] }), minute);
  expect(trafficChange(state.get(entity('db')), 15)).toMatchObject({ now: 80, before: 80 });
});

test('few sampled spans leave doubt, however many requests they stand for', () => {
  const doubtOf = (sampled: number): number => {
    const state: TrafficState = new Map();
    for (let minute = 0; minute < 60; minute += 1) {
      const span = { ...requestsOf('db', minute, 1_000), sampled };
      followTraffic(state, wanted, frameAt(minute, { spans: [span] }), minute);
    }
    return trafficChange(state.get(entity('db')), 30)!.doubt;
  };
  expect(doubtOf(1_000)).toBeLessThan(0.02);
  expect(doubtOf(4)).toBeGreaterThan(0.15);
});
