// kill -9 under a watcher: it comes back with its token and has been told each change once, in order.
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@foreshock/simulator/random.ts';
import { afterEach, expect, test } from 'vitest';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { createRpcClient, type RpcClient, type WatchMessage } from '../support/rpc-client.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const WITHIN_MS = 90_000;
const KILLS = 4;

let platform: Platform | undefined;
let rpc: RpcClient | undefined;

afterEach(async () => {
  rpc?.close();
  await platform?.remove();
});

/** Until it is stopped: goes on from the last token whenever the stream breaks. */
function watchIncidents(client: RpcClient, from: string, key: string) {
  const told: string[] = [];
  let token = from;
  let isStopped = false;
  let breaks = 0;
  const running = (async () => {
    while (!isStopped) {
      const stream = client.watch('Incidents', { after: token }, key);
      try {
        for await (const message of stream as AsyncIterable<WatchMessage>) {
          token = message.resumeToken;
          if (message.change) told.push(`${message.change.id} ${message.change.revision}`);
          if (isStopped) break;
        }
      } catch {
        breaks += 1;
        await pause(200);
      }
      stream.cancel();
    }
  })();
  return {
    told: () => told,
    breaks: () => breaks,
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

test(
  'the engine is killed under a watcher: every change that was acknowledged is told, once and in order',
  async () => {
    console.log(`seed ${SEED}`);
    const random = createRandom(SEED);
    const running = await startPlatform();
    platform = running;
    const { client } = await running.signIn();
    const { secret } = await client('createApiKey', { name: 'watcher', role: 'responder' });
    const record = { timeUnixNano: nanos(Date.now()), severityNumber: 9, body: 'a line' };
    await sendOtlp(running.otlpHttp, 'logs', logsOf(CART, [record]));
    await until('an entity', WITHIN_MS, async () => (await client('listEntities', {})).items.length > 0);
    const entity = (await client('listEntities', {})).items[0]!.id;
    rpc = createRpcClient(running.origin);
    const { watchFrom } = await rpc.call('Incidents', 'List', {}, secret);
    const watcher = watchIncidents(rpc, String(watchFrom), secret);

    const declared: string[] = [];
    const declare = async (title: string): Promise<void> => {
      const answer = await fetch(`${running.origin}/api/v1/incidents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ title, severity: 'minor', entity }),
      }).catch(() => undefined);
      if (answer?.ok) declared.push(((await answer.json()) as { id: string }).id);
      else await pause(100);
    };
    for (let round = 0; round < KILLS; round += 1) {
      const before = declared.length;
      await until('incidents', WITHIN_MS, async () => {
        await declare(`round ${round}`);
        return declared.length > before + 5;
      });
      const killing = pause(random.between(0, 300)).then(() => process.kill(running.pidOf('engine'), 'SIGKILL'));
      while (!(await Promise.race([killing, declare('while it dies').then(() => false)])));
    }
    await until('the last incident', WITHIN_MS, async () => {
      const before = declared.length;
      await declare('after all');
      return declared.length > before;
    });
    await until('the last to be told', WITHIN_MS, () =>
      watcher.told().some((line) => line.startsWith(declared.at(-1)!)),
    );
    await watcher.stop();

    const again = watchIncidents(rpc, String(watchFrom), secret);
    await until('the same once more', WITHIN_MS, () => again.told().length >= watcher.told().length);
    await again.stop();
    console.log(`${declared.length} declared, ${watcher.told().length} changes told, ${watcher.breaks()} breaks`);
    expect(watcher.breaks()).toBeGreaterThanOrEqual(KILLS);
    expect(watcher.told()).toEqual(again.told().slice(0, watcher.told().length));
    expect(new Set(watcher.told()).size).toBe(watcher.told().length);
    const ids = new Set(watcher.told().map((line) => line.split(' ')[0]));
    expect(declared.filter((id) => !ids.has(id))).toEqual([]);
  },
  START_WITHIN_MS + 300_000,
);
