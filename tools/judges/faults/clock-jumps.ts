// The wall clock is set forward and back by an hour under load, and processes are killed while it is wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@foreshock/simulator/random.ts';
import { startOracleClient } from '../../../test/support/oracle/oracle-client.ts';
import { startPlatform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';
import { judgeStored } from './judge-stored.ts';
import { killOnce, type Victim } from './kill-once.ts';

const HOUR_MS = 3_600_000;
/** The gateway lets nobody in with a list of keys that looks older than 5 min; the engine writes one each minute. */
const ACCEPTS_WITHIN_MS = 90_000;

const STEPS: readonly { readonly shiftMs: number; readonly victim: Victim }[] = [
  { shiftMs: HOUR_MS, victim: 'gateway' },
  { shiftMs: -HOUR_MS, victim: 'engine' },
  { shiftMs: 0, victim: 'both' },
];

export async function judgeByClock(seed: number, report: (judged: JudgedCase) => void): Promise<void> {
  const random = createRandom(`${seed} clock`);
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-clock-'));
  const file = join(directory, 'shift');
  const shiftClock = (ms: number): void => writeFileSync(file, String(ms));
  shiftClock(0);
  const preload = new URL('shifted-clock.ts', import.meta.url);
  const platform = await startPlatform({
    variables: { CLOCK_SHIFT_FILE: file, NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${preload}` },
  });
  // Old enough not to lie in the future of a clock that is an hour slow: that would be marked and moved.
  const happenedAgoMs = 2 * HOUR_MS;
  const client = startOracleClient({ otlpHttp: platform.otlpHttp, otlpGrpc: platform.otlpGrpc, seed, happenedAgoMs });
  const waits: string[] = [];
  try {
    await until('the first requests', 30_000, () => client.log.countOf('acked') > 20, platform.output);
    for (const { shiftMs, victim } of STEPS) {
      shiftClock(shiftMs);
      const before = client.log.countOf('acked');
      const begun = Date.now();
      await until('requests to be accepted', ACCEPTS_WITHIN_MS, () => client.log.countOf('acked') > before + 50);
      waits.push(`${shiftMs / HOUR_MS} h: ${((Date.now() - begun) / 1_000).toFixed(0)} s`);
      await killOnce(platform, victim, random);
    }
    await client.stop();
    const detail = `50 more accepted after ${waits.join(', ')}; gateway, engine and both killed meanwhile`;
    await judgeStored({ platform, client, name: `clock set by +1 h, -1 h and back, seed ${seed}`, detail, report });
  } finally {
    client.kill();
    await platform.remove();
    rmSync(directory, { recursive: true });
  }
}
