import { expect, test } from 'vitest';
import type { Precedes } from '../evidence.ts';
import { MINUTE } from '../time.ts';
import { describeFact } from './measure-words.ts';

const precedes: Precedes = { failure: 'crash_loop', support: 7, times: 10, onsets: 9, lead: 11 * MINUTE };
const fact = {
  kind: 'log',
  measure: 'pool wait <NUM> ms',
  observed: 0.7,
  expected: 0.01,
  unit: '1',
  direction: 'none',
} as const;

test('a precursor is told by how often it came before, how often in vain, and how long before', () => {
  expect(describeFact({ ...fact, precedes })).toBe(
    'The line "pool wait <NUM> ms" preceded 7 of 9 past failures (crash loop) by 11 min; 3 of 10 times none followed',
  );
  expect(describeFact({ ...fact, kind: 'event', measure: 'BackOff', precedes: { ...precedes, times: 7 } })).toBe(
    'BackOff from Kubernetes preceded 7 of 9 past failures (crash loop) by 11 min',
  );
  expect(describeFact({ ...fact, kind: 'metric', measure: 'container.cpu.usage', precedes })).toMatch(
    /^An unusual CPU in use preceded 7 of 9/,
  );
});
