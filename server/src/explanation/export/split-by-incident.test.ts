import { expect, test } from 'vitest';
import { type SplitItem, splitByIncident } from './split-by-incident.ts';

const item = (incident: string, time: number, evidenceHash = incident): SplitItem => ({ incident, evidenceHash, time });

test('the oldest 70 of 100 incidents train, the newest 15 test, and no incident stands on two sides', () => {
  const items = Array.from({ length: 300 }, (_, at) => item(`i${Math.floor(at / 3)}`, at));
  const split = splitByIncident(items);
  const count = (of: string | undefined): number => items.filter((one) => split.get(one) === of).length;
  expect([count('train'), count('validation'), count('test'), count(undefined)]).toEqual([210, 45, 45, 0]);
  for (const incident of new Set(items.map((one) => one.incident)))
    expect(new Set(items.filter((one) => one.incident === incident).map((one) => split.get(one))).size).toBe(1);
});

test('every item of a split is later than all of the one before, though incidents overlap; those over a border are left out', () => {
  const items = Array.from({ length: 100 }, (_, at) => [item(`i${at}`, at * 10), item(`i${at}`, at * 10 + 25)]).flat();
  const split = splitByIncident(items);
  const times = (of: string): number[] => items.filter((one) => split.get(one) === of).map(({ time }) => time);
  expect(Math.max(...times('train'))).toBeLessThan(Math.min(...times('validation')));
  expect(Math.max(...times('validation'))).toBeLessThan(Math.min(...times('test')));
  expect(items.filter((one) => split.get(one) === undefined).length).toBeGreaterThan(0);
});

test('incidents about the same evidence stand together, over several steps', () => {
  const items = [item('a', 1, 'x'), item('b', 2, 'x'), item('b', 2, 'y'), item('c', 3, 'y'), item('d', 9, 'z')];
  const split = splitByIncident(items);
  expect(new Set(items.slice(0, 4).map((one) => split.get(one))).size).toBe(1);
  expect(split.get(items[4]!)).not.toBe(split.get(items[0]!));
  expect(splitByIncident([]).size).toBe(0);
});
