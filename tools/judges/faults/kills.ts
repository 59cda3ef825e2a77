// kill -9 of the gateway, the engine, or both, at random moments under load; then every request is asked for.
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom, type Random } from '@foreshock/simulator/random.ts';
import { compare, describeFaults } from '../../../test/support/oracle/compare.ts';
import { type OracleClient, startOracleClient } from '../../../test/support/oracle/oracle-client.ts';
import { storedRequests } from '../../../test/support/oracle/stored-requests.ts';
import type { Platform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';

const RESTART_WITHIN_MS = 90_000;
const STORED_WITHIN_MS = 120_000;
/** The program gives up on a process that dies six times before it is ready. */
const MOST_DEATHS_AT_START = 3;

type Victim = 'gateway' | 'engine' | 'both';

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
      // Every other time it dies while it starts or catches up, the rest while it works.
      const waits = deathsAtStart >= MOST_DEATHS_AT_START || random.chance(0.5);
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

export interface StoredCase {
  readonly platform: Platform;
  readonly client: OracleClient;
  readonly name: string;
  readonly detail: string;
  readonly report: (judged: JudgedCase) => void;
}

/** After all was stored: acknowledged exactly once, refused absent, unknown at most once, nothing in part. */
export async function judgeStored({ platform, client, name, detail, report }: StoredCase): Promise<void> {
  await until('the engine to answer', RESTART_WITHIN_MS, () => answers(platform), platform.output);
  const { client: api } = await platform.signIn();
  const { seed, origin, log } = client;
  const range = { seed, origin, sent: log.fates.size };
  let wrong = '';
  try {
    await until('all that was acknowledged to be stored', STORED_WITHIN_MS, async () => {
      wrong = describeFaults(compare(seed, log, await storedRequests(api, range)));
      return wrong === '';
    });
  } catch {
    // What is still wrong after so long is the verdict.
  }
  const figures = (['acked', 'refused', 'unknown'] as const).map((fate) => `${log.countOf(fate)} ${fate}`).join(', ');
  const retries = [...log.retries].map(([reason, count]) => `${count}x ${reason}`).join(', ');
  const seen = `${figures} of ${range.sent} requests; told to come again: ${retries || 'never'}`;
  report({ name, verdict: wrong === '' ? 'held' : 'broken', detail: `${wrong && `${wrong}; `}${detail}; ${seen}` });
}

async function killOnce(platform: Platform, victim: Victim, random: Random): Promise<void> {
  const names = victim === 'both' ? (['gateway', 'engine'] as const) : [victim];
  const pids = await until('a process to kill', RESTART_WITHIN_MS, () => names.map((name) => platform.pidOf(name)));
  await pause(random.between(50, 1_500));
  for (const pid of pids) killIfAlive(pid);
  for (const [index, name] of names.entries()) {
    await until(`another ${name}`, RESTART_WITHIN_MS, () => platform.pidOf(name) !== pids[index], platform.output);
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile: the program says so, and starts another.
  }
}

/** Without a session it says 401: that is an answer. */
export async function answers(platform: Platform): Promise<boolean> {
  return (await fetch(`${platform.origin}/api/v1/status`)).status === 401;
}
