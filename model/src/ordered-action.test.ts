import { expect, test } from 'vitest';
import type { EntityId } from './entity.ts';
import { inOrder, type OrderedAction } from './ordered-action.ts';
import type { Action, Recommendation } from './recommendation.ts';

const target = 'ent_cart' as EntityId;
const proposed = (action: Action): Recommendation => ({
  id: `rec_${action}`,
  action,
  target,
  expectedEffect: '',
  risk: 'low',
  state: 'proposed',
  history: { tried: 0, helped: 0 },
});
const ordered = (action: Action): OrderedAction => ({
  action,
  target,
  reasons: [{ id: 'c', text: 'cart rose', verdict: 'verified', evidence: [] }],
});
const all = [proposed('rollback'), proposed('restart'), proposed('scale_out')];
const order = (...actions: Action[]) =>
  inOrder(all, actions.map(ordered)).map(({ recommendation: { action }, reasons }) => [action, reasons.length]);

test('what a model put first comes first, with its reasons, and the others follow as they stood', () => {
  expect(order('scale_out')).toEqual([
    ['scale_out', 1],
    ['rollback', 0],
    ['restart', 0],
  ]);
});

test('no action comes in that code does not propose any more, and without an order it is the order of code', () => {
  expect(order('free_disk', 'restart').map(([action]) => action)).toEqual(['restart', 'rollback', 'scale_out']);
  expect(order().map(([action]) => action)).toEqual(['rollback', 'restart', 'scale_out']);
});
