import { expect, test } from 'vitest';
import { createEpisodes } from './episodes.ts';
import type { Reading } from './reading.ts';
import { entityId, minute } from './scenario.test-support.ts';

function reading(surprise: number, more: Partial<Reading> = {}): Reading {
  return {
    entity: entityId('cart'),
    signal: 'metrics',
    kind: 'saturation',
    measure: 'memory',
    surprise,
    rank: surprise,
    direction: 'up',
    observed: 10 * surprise,
    expected: 10,
    unit: 'By',
    source: { kind: 'series', series: 'ser_1' },
    weight: 2,
    isServiceLevel: false,
    isHarm: true,
    isSettled: false,
    isRolloutNoise: false,
    isHard: false,
    marks: [],
    ...more,
  };
}

/** One character per minute: a digit is the surprise, `.` no reading. */
function run(minutes: string, more: Partial<Reading> = {}) {
  const episodes = createEpisodes();
  return [...minutes].map((char, i) => episodes.step(minute(i), char === '.' ? [] : [reading(Number(char), more)], []));
}

test('two of three minutes open an anomaly that began with the first of them', () => {
  expect(run('.5').at(-1)!.open).toEqual([]);
  expect(run('5..5').at(-1)!.open).toEqual([]);
  expect(run('.5.5').at(-1)!.open).toMatchObject([{ onset: minute(1), lastSeen: minute(3) }]);
  expect(run('.22222').at(-1)!.open).toEqual([]);
});

test('a settled reading opens at once, with the onset that it knows', () => {
  expect(run('......5', { isSettled: true, onset: minute(4) }).at(-1)!.open).toMatchObject([{ onset: minute(4) }]);
});

test('the values are those of the most surprising minute, the query spans all of them', () => {
  const [anomaly] = run('.4675').at(-1)!.open;
  expect(anomaly).toMatchObject({ surprise: 7, observed: 70, rank: 7, p: 1e-7 });
  expect(anomaly!.query).toMatchObject({ kind: 'series', series: 'ser_1', range: { to: minute(5) } });
});

test('five quiet minutes end it, and the next is another anomaly', () => {
  const steps = run('55....55');
  expect(steps.at(-1)!.open).toMatchObject([{ onset: minute(0) }]);
  const parted = run('55.....55');
  expect(parted[6]!.changed).toMatchObject([{ onset: minute(0), end: minute(2) }]);
  expect(parted.at(-1)!.open).toMatchObject([{ onset: minute(7) }]);
  expect(parted.at(-1)!.open[0]!.id).not.toBe(parted[1]!.open[0]!.id);
});

test('what is open in more than a fifth of the hours of a week is chronic', () => {
  const episodes = createEpisodes();
  let last = episodes.step(minute(0), [], []);
  for (let hour = 0; hour < 100; hour++) {
    for (const i of [0, 1, 2]) last = episodes.step(minute(hour * 60 + i), hour % 2 === 0 ? [reading(5)] : [], []);
    if (hour === 40) expect(last.open[0]!.marks).toEqual([]);
  }
  last = episodes.step(minute(100 * 60), [reading(5)], []);
  last = episodes.step(minute(100 * 60 + 1), [reading(5)], []);
  expect(last.open[0]!.marks).toEqual(['chronic']);
});

test('what belongs to rollouts is expected for a while after a change, and not when it lasts', () => {
  const episodes = createEpisodes();
  const change = { id: 'chg_1', entity: entityId('cart'), kind: 'deploy', time: minute(0), text: '' } as Parameters<
    typeof episodes.step
  >[2][number];
  const marks = Array.from({ length: 30 }, (_, i) => {
    const found = i >= 2 ? [reading(5, { isRolloutNoise: true }), reading(5, { kind: 'errors' })] : [];
    return episodes.step(minute(i), found, i === 0 ? [change] : []).open.map((anomaly) => anomaly.marks.join());
  });
  expect(marks[4]).toEqual(['', 'expected']);
  expect(marks[29]).toEqual(['', '']);
});
