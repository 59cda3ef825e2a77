import type { EntityId } from '@foreshock/model/entity.ts';
import { expect, test } from 'vitest';
import { suggestObjectives } from './suggest-objectives.ts';

const entity = 'ent_a' as EntityId;

test('the strictest usual target that was kept is suggested, and a round threshold above the slowest hundredth', () => {
  expect(suggestObjectives({ entity, count: 1_000_000, errors: 700, p99Ms: 180 })).toMatchObject([
    { objective: 'availability', target: 0.999, thresholdMs: null, achieved: 0.9993 },
    { objective: 'latency', target: 0.99, thresholdMs: 200 },
  ]);
});

test('few requests allow no strict target, and fewer none', () => {
  expect(suggestObjectives({ entity, count: 2_000, errors: 0, p99Ms: 0 }).map(({ target }) => target)).toEqual([0.995]);
  expect(suggestObjectives({ entity, count: 40, errors: 0, p99Ms: 20 })).toEqual([]);
  expect(suggestObjectives({ entity, count: 1_000, errors: 500, p99Ms: 60_000 })).toEqual([]);
});
