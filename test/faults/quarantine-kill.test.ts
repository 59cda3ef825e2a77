// A kill in the middle of the search for the request that cannot be stored.
import { afterEach, expect, test } from 'vitest';
import { expectEachStoredOnce, LITTLE_MEMORY, sendGiant } from '../support/giant-request.ts';
import { startLoad } from '../support/load.ts';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 180_000;

let running: Platform | undefined;

afterEach(async () => {
  await running?.remove();
});

test('killed while it looks for the guilty one, it loses and doubles nothing; with more memory a retry stores it once', {
  timeout: START_WITHIN_MS + 4 * WITHIN_MS,
}, async () => {
  const begun = Date.now() - 60_000;
  let platform = await startPlatform({ variables: LITTLE_MEMORY });
  running = platform;
  let { client } = await platform.signIn();
  const waiting = async () => (await client('listQuarantine', {})).items;
  const load = startLoad(platform.otlpHttp, 0, begun);
  const looking = (): number => platform.output().split('looking for the guilty one').length;
  const before = looking();
  await sendGiant(platform.otlpHttp, 'two', begun);
  await until('the search to begin', WITHIN_MS, () => looking() > before, platform.output);
  process.kill(platform.pidOf('engine'), 'SIGKILL');
  const acknowledged = await load.stop();
  await until(
    'it to be set aside after the restart',
    WITHIN_MS,
    async () => (await waiting().catch(() => [])).length === 1,
    platform.output,
  );
  await expectEachStoredOnce(client, acknowledged, WITHIN_MS);
  expect(load.refusals).toEqual([]);
  const { dataDirectory } = platform;
  await platform.stop();
  platform = await startPlatform({ dataDirectory });
  running = platform;
  ({ client } = await platform.signIn());
  const [entry] = await waiting();
  // A slow machine answers that it is still at it.
  expect(['stored', 'trying']).toContain((await client('retryQuarantined', { id: entry!.id })).outcome);
  await until('it to be stored', WITHIN_MS, async () => (await waiting()).length === 0);
  const filters = [{ field: 'body', operator: 'contains' as const, value: 'giant' }];
  expect((await client('countLogs', { last: 'PT2H', filters })).total).toBe(1);
});
