// kill -9 of the gateway, the engine, or both, at random moments under load; then every request is asked for.
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@foreshock/simulator/random.ts';
import { startOracleClient } from '../../../test/support/oracle/oracle-client.ts';
import type { Platform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';
import { answers, judgeStored, RESTART_WITHIN_MS } from './judge-stored.ts';
import { killOnce, type Victim } from './kill-once.ts';

/** The program gives up on a process that dies six times before it is ready. */
const MOST_DEATHS_AT_START = 3;

export interface KillOptions {
  readonly platform: Platform;
  readonly rounds: number;
  readonly seed: number;
  readonly report: (judged: JudgedCase) => void;
}

export async function judgeByKills({ platform, rounds, seed, report }: KillOptions): Promise<void> {
  const random = createRandom(seed);
  const client = startOracleClient({ otlpHttp: platform.otlpHttp, otlpGrpc: platform.otlpGrpc, seed });
  const kills: Record<Victim, number> = { gateway: 0, engine: 0, both: 0 };
  const begun = Date.now();
  try {
    await pause(1_000);
    let deathsAtStart = 0;
    for (let round = 0; round < rounds; round += 1) {
      // Two of three die while the engine starts or catches up, the rest while it works.
      const waits = deathsAtStart >= MOST_DEATHS_AT_START || random.chance(0.35);
      if (waits) await until('the engine to answer', RESTART_WITHIN_MS, () => answers(platform), platform.output);
      deathsAtStart = waits ? 0 : deathsAtStart + 1;
      const victim = random.pick<Victim>(['gateway', 'engine', 'both']);
      await killOnce(platform, victim, random);
      kills[victim] += 1;
    }
    await client.stop();
  } finally {
    client.kill();
  }
  const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
  const name = `${rounds} kills under load, seed ${seed}`;
  const detail = `gateway ${kills.gateway}, engine ${kills.engine}, both ${kills.both}, in ${minutes} min`;
  await judgeStored({ platform, client, name, detail, report });
}
