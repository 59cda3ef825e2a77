/**
 * What taking telemetry in costs, ours and peers in turn, in one run: CPU seconds per million records including the work
 * after the answer, and memory. The server runs on core 0, the load generator on core 1. Linux, two cores, quiet.
 *
 *   npm run bench -- ingest --peers DIR [--json FILE] [--seconds 20] [--rounds 3] [--only TEXT]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchmarkCase, benchmarkCases } from './ingest/cases.ts';
import { costOf } from './ingest/process-cost.ts';
import { type LoadResult, sendLoad } from './ingest/send-load.ts';

interface Measured {
  readonly name: string;
  readonly round: number;
  readonly promise: string;
  readonly load: LoadResult;
  /** Seconds per million accepted records: all of it, and of the processes that answer. */
  readonly cpuPerMillion: number;
  readonly receivePerMillion: number;
  readonly rssMiB: number;
  readonly receiveRssMiB: number;
  /** Seconds from the last answer until everything could be found. */
  readonly drainSeconds: number;
}

const WARM_UP_SECONDS = 4;
const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    json: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
});
if (values.peers === undefined) {
  console.error('--peers is missing: the folder with go-tools, collector/ and otlp-load/');
  process.exit(2);
}
const peers = values.peers;
const generator = join(peers, 'otlp-load', 'otlp-load.mjs');
const cases = (await benchmarkCases(peers)).filter(({ name }) => name.includes(values.only));
const measured: Measured[] = [];
for (let round = 1; round <= Number(values.rounds); round++) {
  for (const one of cases) {
    const result = await measure(one, round);
    measured.push(result);
    console.error(`round ${round} ${one.name}: ${result.cpuPerMillion.toFixed(2)} CPU-s per million`);
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(measured, undefined, 1));
  }
}
print();

async function measure(one: BenchmarkCase, round: number): Promise<Measured> {
  const receiver = await one.start();
  const { all, receive } = receiver.processes;
  const load = {
    endpoint: receiver.endpoint,
    path: receiver.pathOf(one.signal),
    signal: one.signal,
    encoding: one.encoding,
  };
  await sendLoad(generator, { ...load, seconds: WARM_UP_SECONDS });
  await receiver.drained();
  const before = { all: costOf(all), receive: costOf(receive) };
  const result = await sendLoad(generator, { ...load, seconds: Number(values.seconds) });
  const answered = performance.now();
  await receiver.drained();
  const drainSeconds = (performance.now() - answered) / 1_000;
  const after = { all: costOf(all), receive: costOf(receive) };
  await receiver.stop();
  const millions = result.records_acked / 1e6;
  return {
    name: one.name,
    round,
    promise: one.promise,
    load: result,
    cpuPerMillion: (after.all.cpuSeconds - before.all.cpuSeconds) / millions,
    receivePerMillion: (after.receive.cpuSeconds - before.receive.cpuSeconds) / millions,
    rssMiB: after.all.peakMiB,
    receiveRssMiB: after.receive.peakMiB,
    drainSeconds,
  };
}

function print(): void {
  console.log(
    '| case | CPU-s per million records | of it before the answer | accepted/s | p50 / p99 ms | peak RSS MiB | failed | an answer means |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const { name } of cases) {
    const rounds = measured.filter((one) => one.name === name).sort((a, b) => a.cpuPerMillion - b.cpuPerMillion);
    const { load, ...median } = rounds[Math.floor((rounds.length - 1) / 2)]!;
    const { p50, p99 } = load.latency_ms;
    console.log(
      `| ${name} | ${median.cpuPerMillion.toFixed(2)} | ${median.receivePerMillion.toFixed(2)} | ${load.records_per_s} | ${p50} / ${p99} | ${median.rssMiB.toFixed(0)} (answering: ${median.receiveRssMiB.toFixed(0)}) | ${load.records_failed} | ${median.promise} |`,
    );
  }
  const medianOf = (name: string, of: (one: Measured) => number): number => {
    const sorted = measured
      .filter((one) => one.name === name)
      .map(of)
      .sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  };
  const all = (one: Measured): number => one.cpuPerMillion;
  const receive = (one: Measured): number => one.receivePerMillion;
  const ratio = (what: string, a: number, b: number, goal: number): void =>
    console.log(`${what}: ${(a / b).toFixed(2)} (goal: at most ${goal.toFixed(2)})`);
  const answering = medianOf('ours: logs', receive);
  console.log();
  ratio('answered on disk / Collector into nothing', answering, medianOf('Collector into nothing', all), 0.8);
  ratio('answered on disk / Collector, fsynced queue', answering, medianOf('Collector, fsynced queue', all), 1 / 6);
  ratio('all of it / VictoriaLogs', medianOf('ours: logs', all), medianOf('VictoriaLogs', all), 0.6);
}
