// Requests that hold together and hold anything: whatever the gateway takes, the store takes too.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arbitraryRequests, requestNames } from '../support/otlp-arbitrary.ts';
import { encodeWithLibrary } from '../support/otlp-proto.ts';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { postOtlp, sendOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const STORED_WITHIN_MS = 60_000;
const REQUESTS = 80;
const sentSignals = ['logs', 'metrics', 'traces'] as const;

let platform: Platform;
let client: SignedIn['client'];
beforeAll(async () => {
  platform = await startPlatform();
  ({ client } = await platform.signIn());
}, START_WITHIN_MS);
afterAll(async () => {
  await platform?.remove();
});

test('hostile keys, texts, times, numbers and ids are answered with success and hold up nothing behind them', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  for (const signal of sentSignals) {
    for (const message of fc.sample(arbitraryRequests[signal], { seed, numRuns: REQUESTS })) {
      const answer = await postOtlp(platform.otlpHttp, signal, encodeWithLibrary(requestNames[signal], message));
      expect(answer.status, `seed ${seed}: ${JSON.stringify(message)}`).toBe(200);
      await answer.arrayBuffer();
    }
  }
  const last = { timeUnixNano: nanos(Date.now()), body: 'behind all', attributes: { 'test.door': 'behind all' } };
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [last]));
  const filters = [{ field: 'attributes.test.door', operator: '=' as const, value: 'behind all' }];
  await until(
    `the record behind the hostile ones (seed ${seed})`,
    STORED_WITHIN_MS,
    async () => (await client('searchLogs', { last: 'PT1H', filters })).items.length === 1,
    platform.output,
  );
}, 180_000);
