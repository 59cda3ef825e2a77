import { DAY, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { simulatedAt } from './simulated-time.ts';

const NOON = Date.UTC(2026, 0, 2, 12);

test('at speed 1 the shop lives in the present, whatever second it was started at', () => {
  for (const second of [0, 29, 52, 59]) {
    const started = NOON + second * SECOND;
    const wall = started + 7 * MINUTE + 3 * SECOND;
    expect(simulatedAt(wall, { liveFrom: started, liveAt: started, speed: 1 })).toBe(wall);
  }
});

test('at another speed it leaves the minute of its start so much faster', () => {
  const started = NOON + 52 * SECOND;
  expect(simulatedAt(NOON + MINUTE, { liveFrom: started, liveAt: started, speed: 3 })).toBe(NOON + 3 * MINUTE);
  expect(simulatedAt(NOON + MINUTE, { liveFrom: started + DAY, liveAt: started, speed: 3 })).toBe(
    NOON + DAY + 3 * MINUTE,
  );
});
