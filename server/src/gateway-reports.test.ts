import { parseTenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createGatewayReports } from './gateway-reports.ts';

const [shop, other] = [parseTenantId('shop')!, parseTenantId('other')!];

test('a project is told what was refused of it and of strangers, and nothing of another project', async () => {
  const reports = createGatewayReports(
    async () => {},
    () => [],
  );
  const ofNobody = { reason: 'request credential-missing', count: 3 };
  const ofShop = { tenant: shop, reason: 'request quota-bytes-exceeded', count: 2 };
  await reports.hear({ refused: [ofNobody, ofShop], keyUses: [] });
  expect(reports.refusedOf(shop)).toEqual([ofNobody, ofShop]);
  expect(reports.refusedOf(other)).toEqual([ofNobody]);
  expect(reports.overQuota(shop)).toEqual({ bytes: 2, records: 0, requests: 0 });
  expect(reports.overQuota(other)).toEqual({ bytes: 0, records: 0, requests: 0 });
});

test('each use of a key is kept', async () => {
  const kept: unknown[] = [];
  const reports = createGatewayReports(
    async (use) => void kept.push(use),
    () => [],
  );
  const use = { tenant: shop, id: 'key_1', at: 5 };
  await reports.hear({ refused: [], keyUses: [use] });
  expect(kept).toEqual([use]);
});
