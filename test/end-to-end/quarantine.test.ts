// A request that the store can never take, by the public door: the others are stored, it is set aside, sealed and shown,
// tried again and discarded; and a kill in the middle of the search for it loses and doubles nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@foreshock/contract/catalog.ts';
import type { Client } from '@foreshock/contract/client.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLoad } from '../support/load.ts';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos } from '../support/shop-telemetry.ts';
import { storedNumbers, wrongNumbers } from '../support/stored-numbers.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 180_000;
const MIB = 2 ** 20;
/** An append may take 128 MiB: to write one line of 60 MiB the engine needs more. */
const variables = { FORESHOCK_STORE_INSERT_MEMORY_BYTES: String(128 * MIB) };
const SECRET = 'anna.secret@example.org';

let platform: Platform;
let client: Client;
const begun = Date.now() - 60_000;

beforeAll(async () => {
  platform = await startPlatform({ variables });
  ({ client } = await platform.signIn());
}, START_WITHIN_MS);
afterAll(() => platform?.remove());

const giant = (name: string): Uint8Array =>
  logsOf(CART, [
    { timeUnixNano: nanos(begun), severityNumber: 9, body: `giant ${name} of ${SECRET} ${'x'.repeat(60 * MIB)}` },
  ]);

const sendGiant = (name: string): Promise<void> =>
  sendOtlp(platform.otlpHttp, 'logs', giant(name), { encoding: 'gzip' });

const waiting = async () => (await client('listQuarantine', {})).items;

async function expectOnce(acknowledged: readonly number[]): Promise<void> {
  await until('all that was acknowledged to be stored', WITHIN_MS, async () => {
    const filters = [{ field: 'attributes.test.number', operator: 'exists' as const, value: '' }];
    return (await client('countLogs', { last: 'PT2H', filters })).total >= acknowledged.length;
  });
  expect(wrongNumbers(acknowledged, await storedNumbers(client))).toEqual({ missing: [], doubled: [] });
}

test('a request that the store never takes is set aside with its reason, and what is sent with it is stored', {
  timeout: 2 * WITHIN_MS,
}, async () => {
  const load = startLoad(platform.otlpHttp, 0, begun);
  await sendGiant('one');
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
  await expectOnce(await load.stop());
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
  expect(readFileSync(join(directory, files[0]!)).includes(SECRET)).toBe(false);
  const listed = catalog.listQuarantine.output.parse(await client('listQuarantine', {}));
  expect(JSON.stringify(listed)).not.toContain(SECRET);
  expect(platform.output()).not.toContain(SECRET);
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

test('killed while it looks for the guilty one, it loses and doubles nothing; with more memory a retry stores it once', {
  timeout: START_WITHIN_MS + 4 * WITHIN_MS,
}, async () => {
  const load = startLoad(platform.otlpHttp, 1_000_000, begun);
  const looking = (): number => platform.output().split('looking for the guilty one').length;
  const before = looking();
  await sendGiant('two');
  await until('the search to begin', WITHIN_MS, () => looking() > before, platform.output);
  process.kill(platform.pidOf('engine'), 'SIGKILL');
  const acknowledged = await load.stop();
  await until(
    'it to be set aside after the restart',
    WITHIN_MS,
    async () => (await waiting().catch(() => [])).length === 1,
    platform.output,
  );
  await expectOnce(acknowledged);
  expect(load.refusals).toEqual([]);
  const { dataDirectory } = platform;
  await platform.stop();
  platform = await startPlatform({ dataDirectory });
  ({ client } = await platform.signIn());
  const [entry] = await waiting();
  // A slow machine answers that it is still at it.
  expect(['stored', 'trying']).toContain((await client('retryQuarantined', { id: entry!.id })).outcome);
  await until('it to be stored', WITHIN_MS, async () => (await waiting()).length === 0);
  const filters = [{ field: 'body', operator: 'contains' as const, value: 'giant' }];
  expect((await client('countLogs', { last: 'PT2H', filters })).total).toBe(1);
});
