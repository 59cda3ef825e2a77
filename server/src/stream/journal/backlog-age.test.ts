import { HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createBacklogAge } from './backlog-age.ts';

const START = 1_750_000_000_000;

test('a backlog is as old as the time since the last request that was stored', () => {
  const age = createBacklogAge();
  age.observe(true, undefined, START);
  expect(age.ageMs(START + 5 * HOUR)).toBe(5 * HOUR);
  age.observe(true, START + 4 * HOUR, START + 6 * HOUR);
  expect(age.ageMs(START + 6 * HOUR)).toBe(2 * HOUR);
});

test('a journal that was idle for days is not old', () => {
  const age = createBacklogAge();
  age.observe(true, START, START + 1);
  age.observe(false, START + 1, START + 2);
  expect(age.ageMs(START + 50 * HOUR)).toBe(0);
  age.observe(true, START + 1, START + 50 * HOUR);
  expect(age.ageMs(START + 51 * HOUR)).toBe(HOUR);
});
