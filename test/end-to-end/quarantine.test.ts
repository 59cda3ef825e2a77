// A request that the store can never take, by the public door: the others are stored, it is set aside, sealed and shown,
// tried again and discarded.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@foreshock/contract/catalog.ts';
import type { Client } from '@foreshock/contract/client.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectEachStoredOnce, GIANT_SECRET, LITTLE_MEMORY, sendGiant } from '../support/giant-request.ts';
import { startLoad } from '../support/load.ts';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 180_000;

let platform: Platform;
let client: Client;
const begun = Date.now() - 60_000;

beforeAll(async () => {
  platform = await startPlatform({ variables: LITTLE_MEMORY });
  ({ client } = await platform.signIn());
}, START_WITHIN_MS);
afterAll(() => platform?.remove());

const waiting = async () => (await client('listQuarantine', {})).items;

test('a request that the store never takes is set aside with its reason, and what is sent with it is stored', {
  timeout: 2 * WITHIN_MS,
}, async () => {
  const load = startLoad(platform.otlpHttp, 0, begun);
  await sendGiant(platform.otlpHttp, 'one', begun);
  const [entry] = await until(
    'it to be set aside',
    WITHIN_MS,
    async () => {
      const items = await waiting();
      return items.length > 0 && items;
    },
    platform.output,
  );
  const before = load.acknowledged();
  await until('more to be acknowledged', WITHIN_MS, () => load.acknowledged() > before + 200);
  await expectEachStoredOnce(client, await load.stop(), WITHIN_MS);
  expect(load.refusals).toEqual([]);
  expect(entry).toMatchObject({
    signal: 'logs',
    records: 1,
    retries: 0,
    reason: {
      code: 'telemetry-refused',
      message:
        'cannot append telemetry: it takes more memory than store.insertMemoryBytes allows; raise it and try again',
    },
  });
  expect(Date.parse(entry!.givenUpAt) - Date.parse(entry!.setAsideAt)).toBe(72 * 3_600_000);
});

test('what is set aside is in no file in clear and in no answer', async () => {
  const directory = join(platform.dataDirectory, 'quarantine');
  const files = readdirSync(directory);
  expect(files).toHaveLength(1);
  expect(readFileSync(join(directory, files[0]!)).includes(GIANT_SECRET)).toBe(false);
  const listed = catalog.listQuarantine.output.parse(await client('listQuarantine', {}));
  expect(JSON.stringify(listed)).not.toContain(GIANT_SECRET);
  expect(platform.output()).not.toContain(GIANT_SECRET);
});

test('a retry that is refused again says so, and a discarded one is gone', { timeout: WITHIN_MS }, async () => {
  const [entry] = await waiting();
  const tried = await client('retryQuarantined', { id: entry!.id });
  catalog.retryQuarantined.output.parse(tried);
  expect(tried).toEqual({ id: entry!.id, outcome: 'refused', reason: entry!.reason.message });
  expect(await waiting()).toMatchObject([{ id: entry!.id, retries: 1 }]);
  catalog.discardQuarantined.output.parse(await client('discardQuarantined', { id: entry!.id }));
  expect(await waiting()).toEqual([]);
  for (const act of ['retryQuarantined', 'discardQuarantined'] as const) {
    await expect(client(act, { id: entry!.id })).rejects.toMatchObject({
      problem: { code: 'quarantined-request-not-found' },
    });
  }
});
