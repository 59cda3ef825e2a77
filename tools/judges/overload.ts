// Twice as much as the engine can store, for `--minutes N` (default 1): memory stays bounded, senders are only told to
// come again, the engine goes on at its pace, and in the end every request is there once.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Client } from '@foreshock/contract/client.ts';
import { startPlatform } from '../../test/support/platform.ts';
import { until } from '../../test/support/until.ts';
import type { JudgedCase } from '../judge.ts';
import { countAll, findWrong } from './overload/count-stored.ts';
import { RECORDS } from './overload/numbers.ts';
import { type Producer, startProducer } from './overload/producer.ts';
import { type MemorySample, watchMemory } from './overload/watch-memory.ts';

/** Small enough to be full soon, and more than the engine stores while all senders wait to come again. */
const MAX_BACKLOG_BYTES = 128 * 2 ** 20;
const CALIBRATE_MS = 30_000;
const WINDOW_MS = 5_000;
const OVERLOAD_FACTOR = 2;
const LEAST_GOODPUT = 0.8;
/** What a machine for gateway and engine together must have. */
const MEMORY_LIMIT_MIB = 2_048;
const MEMORY_SHARE = 0.85;
/** Of the last third over the middle third: more is a leak, less is noise. */
const MEMORY_GROWTH = 1.2;
const DRAIN_WITHIN_MS = 300_000;

export async function judge(args: readonly string[], report: (judged: JudgedCase) => void): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { minutes: { type: 'string', default: '1' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes must be a number above 0');
  const platform = await startPlatform({
    variables: { FORESHOCK_STREAM_MAX_BACKLOG_BYTES: String(MAX_BACKLOG_BYTES) },
  });
  const { client } = await platform.signIn();
  const origin = Math.floor(Date.now() / 1_000) * 1_000 - 10_000;
  const producer = startProducer(platform.otlpHttp, origin);
  const memory = watchMemory(platform);
  const pids = { gateway: platform.pidOf('gateway'), engine: platform.pidOf('engine') };
  try {
    // As fast as it goes: what the engine sustains. The first window is its start.
    const peak = medianOf((await storedRates(client, producer, origin, CALIBRATE_MS)).slice(1));
    producer.setRate((OVERLOAD_FACTOR * peak) / RECORDS);
    const rates = await storedRates(client, producer, origin, minutes * 60_000);
    const goodput = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const sampled = [...memory.samples];
    await producer.stop();
    const isSame = platform.pidOf('gateway') === pids.gateway && platform.pidOf('engine') === pids.engine;
    report({
      name: 'goodput',
      verdict: goodput >= LEAST_GOODPUT * peak ? 'held' : 'missed',
      detail: `${Math.round(goodput)} records/s stored of ${Math.round(peak)} at the peak (${Math.round((100 * goodput) / peak)} %), offered ${OVERLOAD_FACTOR} times the peak for ${minutes} min`,
    });
    report({ name: 'answers', ...judgeAnswers(producer) });
    report({ name: 'memory', ...judgeMemory(sampled, isSame) });
    report({ name: 'nothing lost, nothing twice', ...(await judgeStored(client, producer, origin)) });
  } finally {
    memory.stop();
    producer.kill();
    await platform.remove();
  }
}

/** Records stored per second, window by window. */
async function storedRates(client: Client, producer: Producer, origin: number, forMs: number): Promise<number[]> {
  const rates: number[] = [];
  let last = { at: performance.now(), stored: await countAll(client, origin, producer.acked.size + 1_000) };
  for (const end = last.at + forMs; last.at < end; ) {
    await pause(WINDOW_MS);
    const stored = await countAll(client, origin, producer.acked.size + 1_000);
    const at = performance.now();
    rates.push(((stored - last.stored) * 1_000) / (at - last.at));
    last = { at, stored };
  }
  return rates;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]!;
}

type Verdict = Pick<JudgedCase, 'verdict' | 'detail'>;

function judgeAnswers({ acked, refusals, retries, refusalMs }: Producer): Verdict {
  const told = [...retries].map(([reason, count]) => `${count}x ${reason}`).join(', ');
  const sorted = refusalMs.toSorted((left, right) => left - right);
  const p99 = sorted[Math.floor(sorted.length * 0.99)];
  const isOverloaded = (retries.get('503') ?? 0) + (retries.get('429') ?? 0) > 0;
  return {
    verdict: refusals.length > 0 ? 'broken' : isOverloaded ? 'held' : 'missed',
    detail: `${acked.size} acknowledged, ${refusals.length} refused for good, told to come again: ${told || 'never'}; p99 of a refusal ${p99 ?? '-'} ms`,
  };
}

function judgeMemory(samples: readonly MemorySample[], isSame: boolean): Verdict {
  const third = Math.floor(samples.length / 3);
  const totals = samples.map(({ gatewayMiB, engineMiB }) => gatewayMiB + engineMiB);
  const most = Math.max(...totals);
  const growth = Math.max(...totals.slice(2 * third)) / Math.max(...totals.slice(third, 2 * third));
  const isBounded = most <= MEMORY_SHARE * MEMORY_LIMIT_MIB && growth <= MEMORY_GROWTH;
  const gateway = Math.round(Math.max(...samples.map(({ gatewayMiB }) => gatewayMiB)));
  const engine = Math.round(Math.max(...samples.map(({ engineMiB }) => engineMiB)));
  return {
    verdict: isBounded && isSame ? 'held' : 'broken',
    detail: `RSS at most: gateway ${gateway} MiB, engine ${engine} MiB, together ${Math.round(most)} of ${MEMORY_LIMIT_MIB} MiB; last third over middle third ${growth.toFixed(2)}${isSame ? '' : '; a process was restarted'}`,
  };
}

async function judgeStored(client: Client, producer: Producer, origin: number): Promise<Verdict> {
  const begun = Date.now();
  let wrong = await findWrong(client, origin, producer.acked);
  try {
    await until('all that was acknowledged to be stored', DRAIN_WITHIN_MS, async () => {
      wrong = await findWrong(client, origin, producer.acked);
      return wrong.length === 0;
    });
  } catch {
    // What is still wrong after so long is the verdict.
  }
  const examples = wrong.slice(0, 10).map(({ number, stored }) => `${number} with ${stored} of ${RECORDS}`);
  const figures = `${producer.acked.size * RECORDS} records of ${producer.acked.size} requests, drained in ${Math.round((Date.now() - begun) / 1_000)} s`;
  return {
    verdict: wrong.length === 0 ? 'held' : 'broken',
    detail: wrong.length === 0 ? figures : `${wrong.length} requests wrong: ${examples.join(', ')}; ${figures}`,
  };
}
