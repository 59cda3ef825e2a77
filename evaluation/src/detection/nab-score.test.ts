import { expect, test } from 'vitest';
import { creditOf, NAB_WEIGHTS, type NabFile, nabScore, probationOf } from './nab-score.ts';

const file: NabFile = {
  rows: 1_000,
  windows: [
    { first: 300, last: 399 },
    { first: 700, last: 799 },
  ],
};
const all = Object.values(NAB_WEIGHTS);

test('who finds nothing has 0, who finds every window at its first row and nothing else has 100', () => {
  for (const weights of all) {
    expect(nabScore([{ file, rows: [] }], weights)).toBeCloseTo(0, 12);
    expect(nabScore([{ file, rows: [300, 700] }], weights)).toBeCloseTo(100, 12);
  }
});

test('a window that is found at its last row still earns a little', () => {
  const { worth, window } = creditOf(file, 399)!;
  expect(window).toBe(0);
  expect(worth).toBeGreaterThan(0);
  expect(worth).toBeLessThan(0.05);
  expect(nabScore([{ file, rows: [399] }], NAB_WEIGHTS.standard)).toBeGreaterThan(20);
});

test('in a window the best detection counts, outside every one costs', () => {
  const once = nabScore([{ file, rows: [300, 700] }], NAB_WEIGHTS.standard);
  expect(nabScore([{ file, rows: [300, 350, 399, 700] }], NAB_WEIGHTS.standard)).toBeCloseTo(once, 12);
  const one = nabScore([{ file, rows: [200, 300, 700] }], NAB_WEIGHTS.standard);
  const two = nabScore([{ file, rows: [200, 250, 300, 700] }], NAB_WEIGHTS.standard);
  expect(once - one).toBeCloseTo((100 * 0.11) / 4, 9);
  expect(one - two).toBeCloseTo((100 * 0.11) / 4, 9);
});

test('just behind a window a false alarm costs little, far behind it in full', () => {
  expect(creditOf(file, 400)!.worth).toBeGreaterThan(-0.05);
  expect(creditOf(file, 699)!.worth).toBe(-1);
  expect(creditOf(file, 250)!.worth).toBe(-1);
});

test('the first 15 % of the rows do not count, and never more than 750', () => {
  expect(probationOf(1_000)).toBe(150);
  expect(probationOf(20_000)).toBe(750);
  expect(creditOf(file, 149)).toBeUndefined();
  expect(creditOf(file, 150)).toBeDefined();
});
