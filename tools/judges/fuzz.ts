// Bad input at both ports of a running platform, for `--minutes N` (default 1): mutated requests, damaged compression,
// bombs, and every fault that HTTP/1, HTTP/2 and gRPC frames allow. `--seed N` repeats a run.
import { parseArgs } from 'node:util';
import { type Platform, startPlatform } from '../../test/support/platform.ts';
import { residentMemory } from '../../test/support/resident-memory.ts';
import { sendOtlp } from '../../test/support/send-otlp.ts';
import { CART, logsOf, nanos } from '../../test/support/shop-telemetry.ts';
import { until } from '../../test/support/until.ts';
import type { JudgedCase } from '../judge.ts';
import { faultOfGrpc, faultOfHttp } from './fuzz/judge-answers.ts';
import { mutateJson } from './fuzz/mutate-json.ts';
import { mutateProtobuf } from './fuzz/mutate-protobuf.ts';
import { pack } from './fuzz/pack.ts';
import { createRandom, type Random } from './fuzz/random.ts';
import { callAttack, createGrpcAttack, openSession } from './fuzz/send-grpc.ts';
import { createHttpAttack, requestBytes, sendRaw } from './fuzz/send-http.ts';
import { createFrameAttack, sendFrames } from './fuzz/send-http2-frames.ts';
import { createValidRequests, type FuzzSignal, type ValidRequest } from './fuzz/valid-requests.ts';

/** Most of the time most of them wait. */
const SENDERS = 16;
const POOL = 60;
const MIB = 2 ** 20;
/** The budget of bytes in flight, the decompressed ones of the check threads, and Node itself. */
const MAX_GATEWAY_BYTES = 1_200 * MIB;
/** Bombs come by chance, and what they took is given back late: so much is noise. */
const MAX_GROWTH_BYTES = 300 * MIB;
const ANSWERED_WITHIN_MS = 60_000;
const STORED_WITHIN_MS = 120_000;
const SHOWN_FAULTS = 8;

const methods: Readonly<Record<FuzzSignal, string>> = {
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
};

export async function judge(args: readonly string[], report: (judged: JudgedCase) => void): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } },
  });
  const minutes = Number(values.minutes);
  const seed = values.seed ?? String(Date.now() % 1_000_000);
  if (!(minutes > 0)) throw new Error('--minutes must be a number above 0');
  console.error(`seed ${seed}`);
  const platform = await startPlatform();
  try {
    await fuzz({ platform, seed, minutes, report });
  } finally {
    await platform.remove();
  }
}

interface FuzzOptions {
  readonly platform: Platform;
  readonly seed: string;
  readonly minutes: number;
  readonly report: (judged: JudgedCase) => void;
}

interface Attacked {
  readonly kind: 'HTTP' | 'gRPC' | 'HTTP/2 frames';
  readonly name: string;
  readonly answer: string;
  readonly fault: string | undefined;
}

async function fuzz({ platform, seed, minutes, report }: FuzzOptions): Promise<void> {
  const pids = { gateway: platform.pidOf('gateway'), engine: platform.pidOf('engine') };
  const { client } = await platform.signIn();
  const counts = new Map<string, number>();
  const faults: string[] = [];
  const pool = createValidRequests(createRandom(seed), POOL);
  const end = Date.now() + minutes * 60_000;
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(residentBytes(pids.gateway)), 500);
  const send = async (sender: number): Promise<void> => {
    const random = createRandom(`${seed}/${sender}`);
    const attack = createAttacker(platform, pool, random);
    for (let turn = 0; Date.now() < end; turn += 1) {
      const { kind, name, answer, fault } = await attack();
      const counted = `${kind}: ${answer}`;
      counts.set(counted, (counts.get(counted) ?? 0) + 1);
      if (fault !== undefined) faults.push(`sender ${sender}, turn ${turn}, ${kind} ${name}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender)));
  clearInterval(watch);

  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const tally = [...counts].sort().map(([name, count]) => `${name} ${count}`);
  report({
    name: `answers of ${total} attacks (seed ${seed})`,
    verdict: faults.length === 0 ? 'held' : 'broken',
    detail: faults.length === 0 ? tally.join(', ') : `${faults.length}: ${faults.slice(0, SHOWN_FAULTS).join(' | ')}`,
  });
  const same = platform.pidOf('gateway') === pids.gateway && platform.pidOf('engine') === pids.engine;
  const ended = platform.output().match(/^(gateway|engine) ended.*$/m)?.[0];
  report({ name: 'no process ended', verdict: same ? 'held' : 'broken', detail: same ? '' : `${ended}` });
  const errors = platform.output().match(/^.*"level":"error".*$/gm) ?? [];
  report({
    name: 'no error of ours in the log',
    verdict: errors.length === 0 ? 'held' : 'broken',
    detail: errors.length === 0 ? '' : `${errors.length}: ${errors.slice(0, 3).join(' ').slice(0, 1_500)}`,
  });
  report(judgeMemory(memory));
  report(
    await judgeAfterwards(platform, async () => {
      const filters = [{ field: 'attributes.test.door', operator: '=' as const, value: 'after the fuzzer' }];
      return (await client('searchLogs', { last: 'PT1H', filters })).items.length;
    }),
  );
}

/** It must stay below its bound, and once it works at full speed it must not go on growing. */
function judgeMemory(samples: readonly number[]): JudgedCase {
  const quarter = Math.ceil(samples.length / 4);
  const means = [0, 1, 2, 3].map((index) => {
    const part = samples.slice(index * quarter, (index + 1) * quarter);
    return part.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, part.length);
  });
  const peak = Math.max(0, ...samples);
  const isBounded = peak > 0 && peak < MAX_GATEWAY_BYTES && means[3]! < means[1]! + MAX_GROWTH_BYTES;
  const [shownPeak, ...quarters] = [peak, ...means].map((bytes) => Math.round(bytes / MIB));
  return {
    name: 'memory of the gateway is bounded',
    verdict: isBounded ? 'held' : 'broken',
    detail: `peak ${shownPeak} MiB; mean of each quarter ${quarters.join(', ')} MiB`,
  };
}

/** The engine has taken everything that was accepted, and goes on. */
async function judgeAfterwards(platform: Platform, count: () => Promise<number>): Promise<JudgedCase> {
  const record = {
    timeUnixNano: nanos(Date.now()),
    body: 'still here',
    attributes: { 'test.door': 'after the fuzzer' },
  };
  const begun = Date.now();
  try {
    // The last bombs may still be being looked at: a sender comes again, with the same bytes.
    const body = logsOf(CART, [record]);
    await until('an answer after the fuzzer', ANSWERED_WITHIN_MS, async () => {
      await sendOtlp(platform.otlpHttp, 'logs', body);
      return true;
    });
    await until('the record after the fuzzer', STORED_WITHIN_MS, async () => (await count()) === 1, platform.output);
    return { name: 'what is sent afterwards is stored', verdict: 'held', detail: `${Date.now() - begun} ms` };
  } catch (error) {
    return { name: 'what is sent afterwards is stored', verdict: 'broken', detail: String(error).slice(0, 1_500) };
  }
}

/** Each call makes one attack and judges what came of it. */
function createAttacker(platform: Platform, pool: readonly ValidRequest[], random: Random): () => Promise<Attacked> {
  const httpPort = Number(new URL(platform.otlpHttp).port);
  const grpcPort = Number(new URL(`http://${platform.otlpGrpc}`).port);
  let session = openSession(grpcPort);
  // Some stay whole, so that what lies behind the check has work too.
  const isWhole = (): boolean => random.below(4) === 0;
  const protobufOf = ({ protobuf }: ValidRequest): Uint8Array =>
    isWhole() ? protobuf : mutateProtobuf(protobuf, random);
  const jsonOf = ({ json }: ValidRequest): Uint8Array => (isWhole() ? Buffer.from(json) : mutateJson(json, random));

  const http = async (valid: ValidRequest): Promise<Attacked> => {
    const isJson = random.below(2) === 0;
    const body = isJson ? jsonOf(valid) : protobufOf(valid);
    const contentType = isJson ? 'application/json' : 'application/x-protobuf';
    const message = { path: `/v1/${valid.signal}`, contentType, ...pack(body, random) };
    const isPlain = random.below(3) > 0;
    const plain = { name: 'request', parts: [requestBytes(message)], half: false };
    const { name, parts, half } = isPlain ? plain : createHttpAttack(message, random);
    const outcome = await sendRaw(httpPort, parts, half);
    const answer = outcome.statuses.length === 0 ? outcome.end : String(outcome.statuses.at(-1));
    return { kind: 'HTTP', name, answer, fault: faultOfHttp(outcome, isPlain) };
  };
  const grpc = async (valid: ValidRequest): Promise<Attacked> => {
    if (session.closed || session.destroyed) session = openSession(grpcPort);
    const packed = pack(protobufOf(valid), random);
    const attack = createGrpcAttack(methods[valid.signal], packed, random);
    let outcome = await callAttack(session, attack);
    if (outcome.http === undefined && attack.name === 'whole') {
      // The attack before may have cost the connection at the moment of this call.
      session.destroy();
      session = openSession(grpcPort);
      outcome = await callAttack(session, attack);
    }
    const answer = String(outcome.status ?? outcome.http ?? outcome.end);
    return { kind: 'gRPC', name: attack.name, answer, fault: faultOfGrpc(outcome, attack.name === 'whole') };
  };
  const frames = async (): Promise<Attacked> => {
    const { name, bytes } = createFrameAttack(random);
    await sendFrames(random.pick([httpPort, grpcPort]), bytes);
    return { kind: 'HTTP/2 frames', name, answer: 'sent', fault: undefined };
  };
  return () => {
    const way = random.below(10);
    if (way === 0) return frames();
    return way < 6 ? http(random.pick(pool)) : grpc(random.pick(pool));
  };
}

/** Resident set of a process as Linux tells it; 0 where nothing tells. */
function residentBytes(pid: number): number {
  try {
    return residentMemory(pid).nowMiB * 2 ** 20;
  } catch {
    return 0;
  }
}
