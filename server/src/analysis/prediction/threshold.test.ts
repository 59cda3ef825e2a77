import type { PredictionId } from '@foreshock/model/prediction.ts';
import { expect, test } from 'vitest';
import type { Episode } from './earned-odds.ts';
import { warningThreshold } from './threshold.ts';

function calls(count: number, called: number, hits: number): Episode[] {
  return Array.from({ length: count }, (_, n) => ({
    prediction: `prd_${n}` as PredictionId,
    issued: called,
    called,
    hit: n < hits,
    source: 'ledger' as const,
  }));
}

test('before twenty calls the threshold is one half', () => {
  expect(warningThreshold([])).toBe(0.5);
  expect(warningThreshold(calls(19, 0.9, 0))).toBe(0.5);
});

test('the threshold is the lowest call from which on they came true often enough', () => {
  expect(warningThreshold([...calls(30, 0.55, 6), ...calls(30, 0.7, 12), ...calls(30, 0.82, 27)])).toBe(0.82);
});

test('a family that is always wrong is raised to the highest threshold, a right one is not lowered below its calls', () => {
  expect(warningThreshold(calls(30, 0.7, 2))).toBe(0.95);
  expect(warningThreshold(calls(30, 0.7, 28))).toBe(0.7);
});
