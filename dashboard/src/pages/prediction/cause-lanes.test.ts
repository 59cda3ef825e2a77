import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import type { HypothesisLine } from '../../components/hypothesis-line.ts';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { causeLanes } from './cause-lanes.ts';

const now = Date.parse('2026-11-22T03:14:00Z');
const line = {
  entity: 'shop/checkout-db',
  state: 'active',
  outcome: 'pending',
  happens: 'runs out of connections',
  updatedAt: now,
  lead: { from: 16 * MINUTE, middle: 39 * MINUTE, to: 56 * MINUTE },
  odds: { display: 'band', horizon: HOUR, curve: [] as PredictionLine['odds']['curve'] },
} as PredictionLine;
const leading = {
  entity: 'shop/cart',
  path: ['shop/cart', 'shop/checkout-db'],
  change: { time: now - 50 * MINUTE, text: 'v42' },
} as unknown as HypothesisLine;
const fact = (entity: string, onset: number) =>
  ({
    id: 'ev',
    number: 1,
    entity,
    kind: 'metric',
    stance: 'for',
    onset,
    to: now,
    surprise: 6,
    measure: 'pending_requests',
    observed: 14,
    unit: '{request}',
  }) as EvidenceLine;

test('the symptom stands on top and the arrow goes to it when it began to be unusual', () => {
  const { lanes, arrows } = causeLanes(line, leading, [fact('shop/checkout-db', now - 9 * MINUTE)], now);
  expect(lanes.map((lane) => lane.name)).toEqual(['checkout-db', 'cart']);
  expect(arrows).toEqual([{ from: 'shop/cart', to: 'shop/checkout-db', time: now - 9 * MINUTE, seen: true }]);
});

test('where nothing was seen yet the arrow is only expected', () => {
  const { arrows } = causeLanes(line, leading, [], now);
  expect(arrows).toEqual([{ from: 'shop/cart', to: 'shop/checkout-db', time: now + 39 * MINUTE, seen: false }]);
});

test('a rank without odds draws no ink', () => {
  expect(causeLanes(line, leading, [], now).lanes.every((lane) => lane.odds === undefined)).toBe(true);
});
