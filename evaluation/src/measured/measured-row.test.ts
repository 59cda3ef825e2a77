import { expect, test } from 'vitest';
import { brokenGates, type MeasuredRow, verdictOf } from './measured-row.ts';

const row: MeasuredRow = {
  set: 'pages',
  engine: 'prediction',
  metric: 'skill',
  n: 10,
  trivial: 0,
  permuted: 0.1,
  ours: 0.3,
  interval: { low: 0.2, high: 0.4 },
  toBeat: 0.15,
  by: 'a floor',
  gate: 0.1,
};

test('a figure beats another one only when its whole interval lies on the good side', () => {
  expect(verdictOf(row)).toBe('beats');
  expect(verdictOf({ ...row, toBeat: 0.25 })).toBe('ahead');
  expect(verdictOf({ ...row, toBeat: 0.35 })).toBe('within noise');
  expect(verdictOf({ ...row, toBeat: 0.45 })).toBe('below');
});

test('of an error less is better, in the verdict, at the gate and against shuffled labels', () => {
  const error: MeasuredRow = { ...row, better: 'lower', toBeat: 0.45, gate: 0.5, permuted: 0.6 };
  expect(verdictOf(error)).toBe('beats');
  expect(verdictOf({ ...error, toBeat: 0.15 })).toBe('below');
  expect(brokenGates([error])).toEqual([]);
  expect(brokenGates([{ ...error, gate: 0.25 }])).toEqual(['pages skill: 0.300 is above its gate 0.250']);
  expect(brokenGates([{ ...error, permuted: 0.3 }])).toEqual(['pages skill: shuffled labels give 0.300, ours 0.300']);
});
