import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { genesisHash } from './hash-chain.ts';

test('two tenants and two chains begin differently', () => {
  const starts = [
    genesisHash('ledger', 'acme' as TenantId),
    genesisHash('audit', 'acme' as TenantId),
    genesisHash('ledger', 'other' as TenantId),
  ];
  expect(new Set(starts).size).toBe(3);
});
