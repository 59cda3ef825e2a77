/**
 * What analysis costs, minute by minute, at one, two and four times 500 workloads, 20,000 series, 2,000 log records/s and
 * 1,000 spans/s, each in a process of its own; the mining of the lines, which ingest does; and storms of findings.
 *
 *   npm run bench -- analysis [--json FILE] [--warm 30] [--minutes 16] [--scales 1,2,4] [--findings 10000]
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureScale, type Scale, type ScaleCost } from './analysis/measure-scale.ts';
import { type MiningCost, measureMining } from './analysis/mining.ts';
import { measureStorms, type StormCost } from './analysis/storm.ts';

const BASE: Scale = { workloads: 500, series: 20_000, logsPerSecond: 2_000, spansPerSecond: 1_000 };
const GOALS = { share: 0.6, memoryMiB: 1_024, stormSeconds: 1 };
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    warm: { type: 'string', default: '30' },
    minutes: { type: 'string', default: '16' },
    scales: { type: 'string', default: '1,2,4' },
    findings: { type: 'string', default: '10000' },
    // Of the process that measures one scale.
    one: { type: 'string' },
  },
});
if (values.one !== undefined) {
  const options = { warmMinutes: Number(values.warm), minutes: Number(values.minutes) };
  console.log(JSON.stringify(await measureScale(timesBase(Number(values.one)), options)));
} else measureAll();

function timesBase(factor: number): Scale {
  return {
    workloads: BASE.workloads * factor,
    series: BASE.series * factor,
    logsPerSecond: BASE.logsPerSecond * factor,
    spansPerSecond: BASE.spansPerSecond * factor,
  };
}

function measureAll(): void {
  const storms = measureStorms(Number(values.findings));
  const mining = measureMining(BASE.workloads, BASE.logsPerSecond);
  for (const storm of storms) printStorm(storm);
  console.log();
  console.log(
    '| times | workloads | series | logs/s | spans/s | CPU-s per minute | in trouble | most | share of a core | RSS MiB (peak) | snapshot MiB | incidents | explained |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|---|---|');
  const factors = values.scales.split(',').map(Number);
  const scales = factors.map((factor) => {
    const cost = measureInProcess(factor);
    printScale(factor, cost);
    return cost;
  });
  console.log();
  printVerdict(factors, scales, mining);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ scales, mining, storms }, undefined, 1));
}

/** Of its own, so that no scale inherits the memory of another. */
function measureInProcess(factor: number): ScaleCost {
  const file = fileURLToPath(import.meta.url);
  const args = [...process.execArgv, file, '--one', String(factor), '--warm', values.warm, '--minutes', values.minutes];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (run.status !== 0) throw new Error(`the process that measures ${factor} times the load ended with ${run.status}`);
  return JSON.parse(run.stdout) as ScaleCost;
}

function printStorm({ name, findings, incidents, largest, cpuSeconds, seconds }: StormCost): void {
  console.log(
    `storm of ${findings} findings, ${name}: ${cpuSeconds.toFixed(2)} CPU-s, ${seconds.toFixed(2)} s (goal: at most ${GOALS.stormSeconds}), ${incidents} incidents, the largest of ${largest} findings`,
  );
}

function printScale(factor: number, cost: ScaleCost): void {
  const { scale, quietSeconds, faultSeconds, mostSeconds } = cost;
  const share = (seconds: number): string => `${((seconds / 60) * 100).toFixed(1)} %`;
  console.log(
    `| ${factor} | ${scale.workloads} | ${scale.series} | ${scale.logsPerSecond} | ${scale.spansPerSecond} | ${quietSeconds.toFixed(2)} | ${faultSeconds.toFixed(2)} | ${mostSeconds.toFixed(2)} | ${share(quietSeconds)}, in trouble ${share(faultSeconds)} | ${cost.rssMiB.toFixed(0)} (${cost.peakMiB.toFixed(0)}) | ${cost.snapshotMiB.toFixed(0)} | ${cost.incidents} | ${cost.explained} |`,
  );
}

function printVerdict(factors: readonly number[], scales: readonly ScaleCost[], mining: MiningCost): void {
  const [base] = scales;
  if (!base) return;
  const [first] = factors;
  const mined = mining.cpuSecondsPerMinute * first!;
  const whole = (base.quietSeconds + mined) / 60;
  console.log(
    `mining of the lines, in ingest: ${mining.cpuSecondsPerMinute.toFixed(2)} CPU-s per minute at ${mining.linesPerSecond} lines/s`,
  );
  console.log(
    `share of a core at ${first} times, mining included: ${(whole * 100).toFixed(1)} % (goal: below ${GOALS.share * 100} %); RSS ${base.rssMiB.toFixed(0)} MiB (goal: at most ${GOALS.memoryMiB})`,
  );
  for (const [index, cost] of scales.entries()) {
    if (index === 0) continue;
    const ratio = cost.quietSeconds / base.quietSeconds;
    console.log(`${factors[index]! / first!} times the load costs ${ratio.toFixed(2)} times the CPU`);
  }
  console.log(
    'Counted: sending a minute to the worker, detection, prediction, grouping, causes and story, the answer. Not counted: the rest of ingest, reading the store, keeping what was found. Of each minute at most 30,000 spans are read, whatever the scale.',
  );
}
