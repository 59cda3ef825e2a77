import { DAY } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countCapped, countVerified, listSpend, reserveSpend, settleSpend, sumSpend } from './model-spend.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('five hundred reservations at once never come to more than the cap, and what is given back can be taken again', async () => {
  const tenant = await metadata.newTenant();
  const line = { tenant, model: 'm', now: 10 * DAY + 5 };
  const caps = { project: 100 };
  const answers = await Promise.all(Array.from({ length: 500 }, () => reserveSpend(metadata.db, line, 7, caps)));
  expect(answers.filter((refused) => refused === undefined)).toHaveLength(14);
  expect(answers.at(-1)).toEqual({ cap: 'project', capMicros: 100 });
  await settleSpend(metadata.db, line, { unused: 5, inputTokens: 1, outputTokens: 1 });
  expect(await reserveSpend(metadata.db, line, 7, caps)).toBeUndefined();
  expect((await listSpend(metadata.db, tenant, line.now))[0]?.micros).toBe(100);
});

test('the cap of the server counts every project, and each day begins anew', async () => {
  const [one, other] = [await metadata.newTenant(), await metadata.newTenant()];
  const now = 20 * DAY;
  const caps = { server: 10 };
  expect(await reserveSpend(metadata.db, { tenant: one, model: 'm', now }, 6, caps)).toBeUndefined();
  const refused = await reserveSpend(metadata.db, { tenant: other, model: 'm', now: now + DAY - 1 }, 6, caps);
  expect(refused).toEqual({ cap: 'server', capMicros: 10 });
  expect(await reserveSpend(metadata.db, { tenant: other, model: 'm', now: now + DAY }, 6, caps)).toBeUndefined();
  expect(await sumSpend(metadata.db, now)).toBe(6);
});

test('a day says what was paid, what was counted and what was shown, by model', async () => {
  const tenant = await metadata.newTenant();
  const line = { tenant, model: 'big', now: 30 * DAY };
  await reserveSpend(metadata.db, line, 50, {});
  await settleSpend(metadata.db, line, { unused: 20, inputTokens: 1_000, outputTokens: 200 });
  await countVerified(metadata.db, line, 4);
  await countCapped(metadata.db, { ...line, model: 'small' });
  const counts = { micros: 0, calls: 0, inputTokens: 0, outputTokens: 0, verified: 0, capped: 0 };
  expect(await listSpend(metadata.db, tenant, line.now)).toEqual([
    {
      ...counts,
      day: line.now,
      model: 'big',
      micros: 30,
      calls: 1,
      inputTokens: 1_000,
      outputTokens: 200,
      verified: 4,
    },
    { ...counts, day: line.now, model: 'small', capped: 1 },
  ]);
});
