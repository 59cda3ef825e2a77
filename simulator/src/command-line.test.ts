import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';

const NOW = Date.UTC(2026, 0, 5, 10);

function settingsOf(line: string) {
  const result = readCommandLine(line ? line.split(' ') : [], NOW);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test('without flags it is live from now on, without faults', () => {
  expect(settingsOf('')).toMatchObject({
    endpoint: 'http://localhost:4318',
    from: NOW,
    liveFrom: NOW,
    speed: 1,
    faults: [],
  });
  expect(settingsOf('').until).toBeUndefined();
});

test('times of the history and of the range', () => {
  expect(settingsOf('--history-days 2')).toMatchObject({ from: NOW - 2 * DAY, liveFrom: NOW });
  const range = settingsOf('--from 2026-01-01T00:00:00Z --until 2026-01-02T00:00:00Z');
  expect(range).toMatchObject({
    from: Date.UTC(2026, 0, 1),
    liveFrom: Date.UTC(2026, 0, 2),
    until: Date.UTC(2026, 0, 2),
  });
  expect(settingsOf('--demo')).toMatchObject({ demo: true, from: NOW - 7 * DAY, liveFrom: NOW, liveAt: NOW });
  const again = settingsOf('--demo --origin 2026-01-04T10:00:00Z --resume');
  expect(again).toMatchObject({ liveFrom: NOW - DAY, liveAt: NOW - DAY, from: NOW - 8 * DAY, resume: true });
});

test('faults are named with a time, and may name a workload', () => {
  const { faults } = settingsOf('--faults memory-leak:catalog@+10m,drain@-2h,disk-fill@2026-01-05T11:00:00Z --changed');
  expect(faults).toEqual([
    { family: 'memory-leak', target: 'catalog', at: NOW + 10 * MINUTE, mechanism: 'changed' },
    { family: 'drain', at: NOW - 2 * HOUR, mechanism: 'changed' },
    { family: 'disk-fill', at: NOW + HOUR, mechanism: 'changed' },
  ]);
});

test('mistakes are told all at once', () => {
  const result = readCommandLine(
    ['--speed', 'fast', '--sampling', '7', '--faults', 'flood@+1h', '--until', 'soon'],
    NOW,
  );
  expect(result.ok).toBe(false);
  if (result.ok) return;
  for (const flag of ['--speed', '--sampling', '--faults', '--until']) expect(result.error.message).toContain(flag);
});

test('command lines that are refused', () => {
  for (const line of [
    '--endpoint nowhere',
    '--until 2025-01-01T00:00:00Z',
    '--volume 3',
    '--speed 0',
    '--history-days -1',
  ]) {
    expect(readCommandLine(line.split(' '), NOW).ok, line).toBe(false);
  }
});
