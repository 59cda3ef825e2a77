import { DAY, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { learnLinks } from './learn-links.ts';

/** Four places in a row. */
const ROW = [[1], [0, 2], [1, 3], [2]];
const SPAN_MS = 5 * DAY;

interface Alarm {
  readonly time: number;
  readonly type: number;
  readonly place: number;
}

/** `count` alarms of a type at any time and place. */
function spontaneous(type: number, count: number, seed: number): Alarm[] {
  return Array.from({ length: count }, (_, n) => ({
    time: Math.floor(counterUniform(seed, type, n, 0) * SPAN_MS),
    type,
    place: Math.floor(counterUniform(seed, type, n, 1) * ROW.length),
  }));
}

/** What each of `causes` brings about with the given odds, some seconds later. */
function broughtAbout(
  causes: readonly Alarm[],
  type: number,
  odds: number,
  where: 'own' | 'near',
  seed: number,
): Alarm[] {
  return causes.flatMap(({ time, place }, n) => {
    const places = where === 'own' ? [place] : ROW[place]!;
    return places.flatMap((at) =>
      counterUniform(seed, type, n, at, 3) < odds
        ? [{ time: time + SECOND + Math.floor(20 * SECOND * counterUniform(seed, type, n, at, 4)), type, place: at }]
        : [],
    );
  });
}

function historyOf(alarms: readonly Alarm[], typeCount: number): AlarmHistory {
  const sorted = [...alarms].sort((a, b) => a.time - b.time);
  return {
    times: sorted.map(({ time }) => time),
    types: sorted.map(({ type }) => type),
    places: sorted.map(({ place }) => place),
    typeCount,
    neighbors: ROW,
  };
}

test('a chain at one place has its two links and not the one through the middle', () => {
  const first = spontaneous(0, 400, 1);
  const second = broughtAbout(first, 1, 0.6, 'own', 1);
  const third = broughtAbout(second, 2, 0.6, 'own', 1);
  const { links } = learnLinks(historyOf([...first, ...second, ...third, ...spontaneous(3, 400, 1)], 4));
  expect(links.map(({ cause, effect }) => `${cause}>${effect}`).sort()).toEqual(['0>1', '1>2']);
  for (const { own, near } of links) {
    expect(own).toBeGreaterThan(0.5);
    expect(own).toBeLessThan(0.7);
    expect(near).toBe(0);
  }
});

test('what shows one hop away only is a link all the same, with its own strength', () => {
  const first = spontaneous(0, 400, 2);
  const second = broughtAbout(first, 1, 0.4, 'near', 2);
  const { links } = learnLinks(historyOf([...first, ...second, ...spontaneous(2, 400, 2)], 3));
  expect(links).toHaveLength(1);
  expect(links[0]).toMatchObject({ cause: 0, effect: 1, own: 0 });
  expect(links[0]!.near).toBeGreaterThan(0.3);
  expect(links[0]!.near).toBeLessThan(0.5);
});

test('alarms that only repeat themselves bring about no other', () => {
  const bursts = [0, 1, 2].flatMap((type) => {
    const first = spontaneous(type, 150, 3);
    return [...first, ...broughtAbout(first, type, 0.9, 'own', 3)];
  });
  expect(learnLinks(historyOf(bursts, 3)).links).toEqual([]);
});

test('the window is as long as causes take to work', () => {
  const first = spontaneous(0, 300, 4);
  const slow = first.map((alarm) => ({ ...alarm, type: 1, time: alarm.time + 4 * MINUTE }));
  expect(learnLinks(historyOf([...first, ...slow], 2)).windowMs).toBe(5 * MINUTE);
});

test('of an empty history and of types that are rare nothing is said', () => {
  expect(learnLinks(historyOf([], 3)).links).toEqual([]);
  const first = spontaneous(0, 4, 5);
  expect(learnLinks(historyOf([...first, ...broughtAbout(first, 1, 1, 'own', 5)], 2)).links).toEqual([]);
});
