import { expect, test } from 'vitest';
import { PositiveDuration } from './shapes.ts';

test('durations that may be asked for', () => {
  for (const text of ['PT30M', 'P1D', 'P1DT2H3M4S', 'PT10S', 'P999999D'])
    expect(PositiveDuration.safeParse(text).success, text).toBe(true);
});

test('durations that are none, are nothing, lie behind, or end when no time is', () => {
  for (const text of ['', 'P', 'PT', 'PT0S', 'P0D', '-PT5M', 'P9999999D', 'PT99999999999S', '30m'])
    expect(PositiveDuration.safeParse(text).success, text).toBe(false);
});
