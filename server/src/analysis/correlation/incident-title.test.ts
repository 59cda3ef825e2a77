import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { expect, test } from 'vitest';
import { titleOf } from './incident-title.ts';

const entities = new Map([['ent_cart' as EntityId, { name: 'shop/cart' } as Entity]]);
const titled = (fields: Partial<Anomaly>): string =>
  titleOf({ entity: 'ent_cart' as EntityId, hard: false, direction: 'up', ...fields } as Anomaly, entities);

test('what is counted by time is told as a rate', () => {
  const lines = { kind: 'logs', measure: 'tpl_1', observed: 9, expected: 0.03, unit: '1/min' } as const;
  expect(titled(lines)).toBe('cart writes 9 lines a minute (usual 0.03)');
  const requests = { kind: 'traffic', measure: 'requests', observed: 0.4, expected: 12, unit: '1/s' } as const;
  expect(titled(requests)).toBe('cart gets 0.4 requests a second (usual 12)');
  expect(titled({ ...lines, unit: '1' })).toBe('cart writes 9 lines (usual 0.03)');
});

test('a usual share that is next to nothing is told without its digits', () => {
  const errors = { kind: 'errors', signal: 'traces', measure: 'errors', observed: 0.213, unit: 'share' } as const;
  expect(titled({ ...errors, expected: 0.000035 })).toBe('cart fails 21.3 % of requests (usual under 0.1 %)');
  expect(titled({ ...errors, expected: 0.012 })).toBe('cart fails 21.3 % of requests (usual 1.2 %)');
  expect(titled({ ...errors, expected: 0 })).toBe('cart fails 21.3 % of requests (usual 0 %)');
});
