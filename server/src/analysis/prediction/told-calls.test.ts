import type { PredictionId } from '@foreshock/model/prediction.ts';
import { expect, test } from 'vitest';
import { actedAsTold, type SpokenOf } from './told-calls.ts';

const spoken = (...sayings: SpokenOf['sayings']) => new Map([['prd_1' as PredictionId, { key: 'cart oom', sayings }]]);

test('what a person says was acted upon holds back what waits to be decided, as if telemetry had seen it', () => {
  const told = spoken({ person: 'per_a', says: 'acted', toldAt: 500 });
  expect([...actedAsTold(new Map(), told)]).toEqual([['cart oom', 500]]);
  expect([...actedAsTold(new Map([['cart oom', 300]]), told)]).toEqual([['cart oom', 500]]);
  expect([...actedAsTold(new Map([['cart oom', 900]]), told)]).toEqual([['cart oom', 900]]);
});

test('a saying that was taken back, or that it came or did not, holds nothing back', () => {
  const back = spoken(
    { person: 'per_a', says: 'acted', toldAt: 500 },
    { person: 'per_a', says: 'nothing', toldAt: 600 },
    { person: 'per_b', says: 'miss', toldAt: 700 },
  );
  const seen = new Map([['cart oom', 300]]);
  expect(actedAsTold(seen, back)).toBe(seen);
});
