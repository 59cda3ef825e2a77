import type { EntityId } from '@foreshock/model/entity.ts';
import { failures } from '@foreshock/model/failure.ts';
import type { CauseType, Hypothesis } from '@foreshock/model/hypothesis.ts';
import { causeTypes } from '@foreshock/model/hypothesis.ts';
import { actions } from '@foreshock/model/recommendation.ts';
import { expect, test } from 'vitest';
import { type RecommendationContext, recommendActions } from './recommend-actions.ts';

const [CART, DB] = ['ent_cart', 'ent_db'] as EntityId[];

const leading = (cause: CauseType): Hypothesis => ({
  id: 'hyp_1',
  entity: CART!,
  cause,
  state: 'leading',
  sentence: '',
  score: 1,
  terms: {},
  confidence: 'high',
  path: [],
  for: [],
  against: [],
});

function advise(difference: Partial<RecommendationContext>) {
  return recommendActions({
    of: 'prd_1',
    entity: DB!,
    failure: 'pool_exhausted',
    leading: undefined,
    entities: new Map(),
    changeText: undefined,
    history: () => ({ tried: 0, helped: 0 }),
    ...difference,
  });
}

test('first what undoes the cause, where the cause is, then what buys time', () => {
  const found = advise({ leading: leading('change'), changeText: 'v41 to v42' });
  expect(found.map(({ action, target }) => [action, target])).toEqual([
    ['rollback', CART],
    ['restart', CART],
    ['raise_pool_limit', DB],
  ]);
  expect(found[0]!.expectedEffect).toBe('Undoes v41 to v42, which began shortly before');
});

test('without a cause the time is bought where the failure is', () => {
  expect(advise({}).map(({ action, target }) => [action, target])).toEqual([
    ['restart', DB],
    ['raise_pool_limit', DB],
  ]);
});

test('whatever failed for whatever cause, at most three of the catalogue, each once, proposed', () => {
  for (const failure of failures) {
    for (const cause of causeTypes) {
      const found = advise({ failure, leading: leading(cause) });
      expect(found.length).toBeLessThanOrEqual(3);
      expect(new Set(found.map(({ id }) => id)).size, `${failure} ${cause}`).toBe(found.length);
      for (const { action, state } of found) {
        expect(actions).toContain(action);
        expect(state).toBe('proposed');
      }
    }
  }
});

test('how often it helped comes from what was done before', () => {
  const history: RecommendationContext['history'] = (action) =>
    action === 'rollback' ? { tried: 2, helped: 2 } : { tried: 0, helped: 0 };
  expect(advise({ leading: leading('change'), history })[0]!.history).toEqual({ tried: 2, helped: 2 });
});
