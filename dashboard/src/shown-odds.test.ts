import { expect, test } from 'vitest';
import type { ShownOdds } from './shown-odds.ts';
import { missingText, oddsText } from './shown-odds.ts';

const odds = (part: Partial<ShownOdds>): ShownOdds => ({
  display: 'percent',
  band: 'high',
  horizon: 3_600_000,
  probability: undefined,
  low: undefined,
  high: undefined,
  needed: undefined,
  curve: [],
  ...part,
});

test('a percent is shown only where the answer holds one', () => {
  expect(oddsText(odds({ probability: 0.71 }))).toBe('71 %');
  expect(oddsText(odds({ display: 'band', band: 'raised' }))).toBe('raised');
  expect(oddsText(odds({ display: 'none' }))).toBe('unknown');
  expect(oddsText(odds({ display: 'date' }))).toBe('');
});

test('what is missing for a percent is counted', () => {
  expect(missingText(odds({ display: 'none', needed: { have: 4, need: 20 } }))).toBe(
    "We don't know yet: 4 of 20 outcomes needed.",
  );
  expect(missingText(odds({ display: 'band', band: 'high', needed: { have: 20, need: 20 } }))).not.toContain(
    'outcomes',
  );
  expect(missingText(odds({ probability: 0.5 }))).toBeUndefined();
});
