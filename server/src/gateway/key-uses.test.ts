import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createKeyUses } from './key-uses.ts';

const keyOf = (id: string) => ({ id, hash: id, tenant: 'acme' as TenantId, signals: [] });

test('the first use of a key is told at once, then one a minute, and nothing while it is not used', () => {
  const uses = createKeyUses();
  expect(uses.take()).toEqual([]);
  uses.note(keyOf('a'), 1_000);
  uses.note(keyOf('a'), 1_500);
  expect(uses.take()).toEqual([{ id: 'a', tenant: 'acme', at: 1_500 }]);
  uses.note(keyOf('a'), 61_499);
  uses.note(keyOf('b'), 61_499);
  expect(uses.take().map(({ id }) => id)).toEqual(['b']);
  uses.note(keyOf('a'), 61_500);
  expect(uses.take()).toEqual([{ id: 'a', tenant: 'acme', at: 61_500 }]);
  expect(uses.take()).toEqual([]);
});
