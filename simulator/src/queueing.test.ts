import { expect, test } from 'vitest';
import { stepStation } from './queueing.ts';

const usual = { serviceS: 0.1, servers: 1, patienceS: 2, backlog: 0, dtS: 10 };

test('with one server the wait is that of M/M/1', () => {
  for (const load of [0.2, 0.5, 0.8]) {
    const { waitS } = stepStation({ ...usual, arrivalsPerS: load * 10 });
    expect(waitS, `load ${load}`).toBeCloseTo((0.1 * load) / (1 - load), 6);
  }
});

test('the wait never falls when more arrive', () => {
  let before = 0;
  for (let load = 0.05; load < 3; load += 0.05) {
    const { waitS } = stepStation({ ...usual, servers: 8, arrivalsPerS: load * 80 });
    expect(waitS, `load ${load.toFixed(2)}`).toBeGreaterThanOrEqual(before);
    before = waitS;
  }
});

test('more servers at the same utilization wait less', () => {
  const few = stepStation({ ...usual, servers: 2, arrivalsPerS: 16 });
  const many = stepStation({ ...usual, servers: 20, arrivalsPerS: 160 });
  expect(many.utilization).toBeCloseTo(few.utilization);
  expect(many.waitS).toBeLessThan(few.waitS / 3);
});

test('above capacity the queue grows to the patience of the requests, then the surplus is lost', () => {
  let backlog = 0;
  let last = stepStation({ ...usual, arrivalsPerS: 12, backlog });
  expect(last.lostShare).toBeLessThan(0.3);
  for (let step = 0; step < 20; step++) {
    last = stepStation({ ...usual, arrivalsPerS: 12, backlog });
    backlog = last.backlog;
  }
  expect(last.waitS).toBeCloseTo(2, 1);
  expect(last.lostShare).toBeCloseTo(1 - 10 / 12, 3);
});

test('a queue drains when the rush is over', () => {
  const { backlog, waitS } = stepStation({ ...usual, arrivalsPerS: 5, backlog: 18 });
  expect(backlog).toBe(0);
  expect(waitS).toBeGreaterThan(0.5);
});

test('at capacity one server loses what M/M/1 with that patience loses', () => {
  const { lostShare } = stepStation({ ...usual, arrivalsPerS: 10, backlog: 0 });
  expect(lostShare).toBeCloseTo(1 / (1 + 10 * 2), 2);
});

test('without a server everything is lost', () => {
  expect(stepStation({ ...usual, servers: 0, arrivalsPerS: 3 })).toMatchObject({ lostShare: 1, busy: 0 });
});

test('half a core takes twice as long', () => {
  const half = stepStation({ ...usual, servers: 0.5, arrivalsPerS: 2 });
  expect(half.utilization).toBeCloseTo(0.4);
});
