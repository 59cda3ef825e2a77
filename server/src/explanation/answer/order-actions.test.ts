import { expect, test } from 'vitest';
import { answerOf, change, checkOf, hypothesis, order, packOf } from '../checks/test-answers.ts';
import type { Answer } from './answer.ts';
import { orderActions } from './order-actions.ts';

const pack = packOf({
  recommendations: [
    { action: 'raise_pool_limit', risk: 'low' },
    { action: 'restart', risk: 'low' },
  ],
});
const ordered = (actions: Answer['actions'], of = pack) => {
  const answer = { ...answerOf(change), actions };
  return orderActions(answer, checkOf(answer, of), of);
};
const restart = { action: 'restart', target: 'E1', reason: [change] };

test('actions stand in the order of the answer, with the values filled into their reasons', () => {
  expect(ordered([restart, { action: 'raise_pool_limit', target: 'E1', reason: [order] }])).toMatchObject([
    { action: 'restart', target: 'ent_db', reasons: [{ text: 'used on db rose to 97.', verdict: 'verified' }] },
    { action: 'raise_pool_limit', reasons: [{ text: 'used on db moved before errors on cart.' }] },
  ]);
});

test('one that code did not propose, that comes twice, or none of whose reasons holds is left out', () => {
  const wrong = { ...change, text: '{{V1.measure}} on {{E1}} fell to {{V1.observed}}.' };
  for (const action of [
    { ...restart, action: 'drop_table' },
    { ...restart, action: 'scale_out' },
    { ...restart, target: 'E2' },
    { ...restart, reason: [] },
    { ...restart, reason: [wrong] },
  ])
    expect(ordered([action])).toEqual([]);
  expect(ordered([restart, restart])).toHaveLength(1);
  const unsure = packOf({
    hypotheses: [hypothesis('db', 'leading', { confidence: 'low' })],
    recommendations: [{ action: 'restart', risk: 'high' }],
  });
  expect(ordered([restart], unsure)).toEqual([]);
});
