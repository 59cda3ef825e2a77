import type { EntityId } from '@foreshock/model/entity.ts';
import { expect, test } from 'vitest';
import type { NoiseGroup } from '../../store/telemetry/telemetry-store.ts';
import { estimateGone } from './noise-estimate.ts';

const group = (more: Partial<NoiseGroup>): NoiseGroup => ({
  entity: 'ent_cart' as EntityId,
  group: 'tpl_line',
  minute: 0,
  records: 105,
  bytes: 10_500,
  errors: 0,
  keyBytes: 300,
  intervals: 0,
  ...more,
});

test('what is dropped is all that matches, errors too', () => {
  expect(estimateGone({ kind: 'drop' }, group({ errors: 5 }))).toEqual({ records: 105, bytes: 10_500, errors: 5 });
});

test('of repeated lines the first and the errors stay, and one in k of the others', () => {
  const gone = (more: Partial<NoiseGroup>) =>
    estimateGone({ kind: 'deduplicate', full: 5, thenOneIn: 20 }, group(more));
  expect(gone({})).toEqual({ records: 95, bytes: 9_500, errors: 0 });
  expect(gone({ errors: 100 })).toEqual({ records: 0, bytes: 0, errors: 0 });
  expect(gone({ records: 0, bytes: 0 })).toEqual({ records: 0, bytes: 0, errors: 0 });
});

test('of spans a few of each minute stay beside the sampled ones', () => {
  const gone = estimateGone({ kind: 'sample', keepOneIn: 2 }, group({ group: 'GET /', records: 103 }));
  expect(gone.records).toBe(50);
});

test('a point in each interval stays, and attributes go without their records', () => {
  expect(estimateGone({ kind: 'roll-up', everySeconds: 60 }, group({ intervals: 21 })).records).toBe(84);
  expect(estimateGone({ kind: 'drop-attributes', keys: ['a'] }, group({}))).toEqual({
    records: 0,
    bytes: 300,
    errors: 0,
  });
});
