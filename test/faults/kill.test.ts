// kill -9 at any moment, under load: what was acknowledged is there, once.
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@foreshock/simulator/random.ts';
import { afterEach, expect, test } from 'vitest';
import { startLoad } from '../support/load.ts';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { storedNumbers, wrongNumbers } from '../support/stored-numbers.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RESTART_WITHIN_MS = 90_000;
const STORED_WITHIN_MS = 90_000;

let platform: Platform | undefined;

afterEach(async () => {
  await platform?.remove();
});

async function expectEachOnce(running: Platform, acknowledged: readonly number[]): Promise<void> {
  await until('the engine to answer', RESTART_WITHIN_MS, () => answers(running));
  const { client } = await running.signIn();
  await until('all that was acknowledged to be stored', STORED_WITHIN_MS, async () => {
    const { total } = await client('countLogs', { last: 'PT2H' });
    return total >= acknowledged.length;
  });
  const wrong = wrongNumbers(acknowledged, await storedNumbers(client));
  expect(wrong, `seed ${SEED}`).toEqual({ missing: [], doubled: [] });
}

function runsAnother(running: Platform, engine: number): boolean {
  try {
    return running.pidOf('engine') !== engine;
  } catch {
    // None yet.
    return false;
  }
}

/** Without a session it says 401: that is an answer. */
async function answers(running: Platform): Promise<boolean> {
  return (await fetch(`${running.origin}/api/v1/status`)).status === 401;
}

test(
  'the engine is killed ten times: nothing acknowledged is lost or doubled, and the gateway refuses nothing',
  async () => {
    console.log(`seed ${SEED}`);
    const random = createRandom(SEED);
    const running = await startPlatform();
    platform = running;
    const load = startLoad(running.otlpHttp, 0, Date.now() - 60_000);
    const gateway = running.pidOf('gateway');
    for (let round = 0; round < 10; round++) {
      const engine = await until('an engine to kill', RESTART_WITHIN_MS, () => running.pidOf('engine'));
      // Every other one dies while it starts, the rest while they store.
      if (round % 2 === 0) await until('the engine to answer', RESTART_WITHIN_MS, () => answers(running));
      await pause(random.between(100, 1_500));
      process.kill(engine, 'SIGKILL');
      const before = load.acknowledged();
      await until('the gateway to accept without an engine', 20_000, () => load.acknowledged() > before);
      await until('another engine', RESTART_WITHIN_MS, () => runsAnother(running, engine), running.output);
    }
    const acknowledged = await load.stop();
    console.log(`${acknowledged.length} records acknowledged, ${load.retries.length} retries`);
    expect(load.refusals).toEqual([]);
    expect(load.retries).toEqual([]);
    expect(running.pidOf('gateway')).toBe(gateway);
    expect(acknowledged.length).toBeGreaterThan(1000);
    await expectEachOnce(running, acknowledged);
  },
  START_WITHIN_MS + 300_000,
);

test(
  'the gateway is killed three times: it comes back on its port, and nothing acknowledged is lost or doubled',
  async () => {
    console.log(`seed ${SEED}`);
    const random = createRandom(SEED + 1);
    const running = await startPlatform();
    platform = running;
    const load = startLoad(running.otlpHttp, 0, Date.now() - 60_000);
    for (let round = 0; round < 3; round++) {
      const gateway = running.pidOf('gateway');
      await pause(random.between(200, 1_500));
      process.kill(gateway, 'SIGKILL');
      const before = load.acknowledged();
      await until('the next gateway to accept', RESTART_WITHIN_MS, () => load.acknowledged() > before + 200);
    }
    const acknowledged = await load.stop();
    console.log(`${acknowledged.length} records acknowledged, ${load.retries.length} retries`);
    expect(load.refusals).toEqual([]);
    await expectEachOnce(running, acknowledged);
  },
  START_WITHIN_MS + 300_000,
);
