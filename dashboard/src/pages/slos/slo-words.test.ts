import { expect, test } from 'vitest';
import type { SloView } from '../../answer-shapes.ts';
import {
  budgetWords,
  countedWords,
  lastsWords,
  promiseWords,
  slosHeadline,
  stateWords,
  targetWords,
  windowWords,
} from './slo-words.ts';

type RuleState = SloView['rules'][number]['state'];

function slo(fast: RuleState, slow: RuleState, remaining: number | null = 0.6): SloView {
  return {
    id: 'slo_a',
    version: 1,
    name: 'Checkout answers',
    entity: { id: 'ent_a', kind: 'service', name: 'shop/checkout', cluster: 'prod' },
    objective: 'availability',
    operation: null,
    thresholdMs: null,
    target: 0.999,
    windowDays: 30,
    changedAt: '2026-11-22T00:00:00Z',
    changedBy: 'ana',
    at: '2026-11-22T03:00:00Z',
    burn: [
      { window: 'PT1H', requests: 1_000, bad: 46, burn: 46 },
      { window: 'PT6H', requests: 6_000, bad: 50, burn: 8.3 },
    ],
    rules: [
      { rule: 'fast', long: 'PT1H', short: 'PT5M', limit: 14.4, state: fast },
      { rule: 'slow', long: 'PT6H', short: 'PT30M', limit: 6, state: slow },
    ],
    budget: { requests: 100_000, bad: 40, achieved: 0.9996, remaining, coveredFrom: null },
    exhaustedIn: 'PT9H',
  };
}

test('the page opens with what burns fastest, then with what is used up, then with what holds', () => {
  expect(slosHeadline([])).toBe('No service has an objective yet.');
  expect(slosHeadline([slo('calm', 'calm'), slo('burning', 'calm')])).toBe(
    'checkout uses up its error budget 46 times too fast.',
  );
  expect(slosHeadline([slo('calm', 'burning')])).toBe('checkout uses up its error budget 8.3 times too fast.');
  expect(slosHeadline([slo('calm', 'calm', -0.2)])).toBe('Nothing burns; 1 error budget is used up.');
  expect(slosHeadline([slo('calm', 'calm'), slo('calm', 'calm')])).toBe('Both error budgets hold.');
  const silent = slo('no-requests', 'no-requests', null);
  expect(slosHeadline([silent, silent])).toBe('No requests have come: nothing to judge.');
  expect(slosHeadline([silent, slo('calm', 'calm')])).toBe('1 error budget holds; of 1 no requests come.');
});

test('silence and scarcity are not called well', () => {
  expect(stateWords(slo('calm', 'calm'))).toBe('holding');
  expect(stateWords(slo('calm', 'calm', -0.4))).toBe('used up, calm now');
  expect(stateWords(slo('too-few', 'calm'))).toBe('too few requests to tell');
  expect(stateWords(slo('no-requests', 'no-requests'))).toBe('no requests');
  expect(budgetWords(slo('no-requests', 'no-requests', null))).toBe('nothing to count yet');
  expect(lastsWords(slo('no-requests', 'no-requests', null))).toBe('not known without requests');
});

test('a promise, its budget and how long it lasts in words', () => {
  expect(targetWords(0.99999)).toBe('99.999 %');
  expect(targetWords(0.9999999)).toBe('99.999 %');
  expect([windowWords('PT5M'), windowWords('PT1H')]).toEqual(['5 min', '1 h']);
  expect(promiseWords(slo('calm', 'calm'))).toBe('99.9 % of requests without an error');
  expect(promiseWords({ objective: 'latency', operation: 'GET /', thresholdMs: 300, target: 0.99 })).toBe(
    '99 % of GET / within 300 ms',
  );
  expect(budgetWords(slo('calm', 'calm', -0.4))).toBe('used up, 140 % of it');
  expect(countedWords(slo('calm', 'calm'))).toBe('40 bad of 100,000 requests, 100 may be');
  expect(lastsWords(slo('calm', 'calm'))).toBe('9 h more');
});
