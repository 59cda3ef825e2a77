import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { DrillCommand } from '@foreshock/model/drill.ts';
import { formatTime, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { readCommandLine, type SimulateSettings, usage } from './command-line.ts';
import { type Cluster, createCluster, type Step } from './create-cluster.ts';
import { demoPlan } from './demo-plan.ts';
import { densities } from './density.ts';
import { encodeSteps } from './encode-step.ts';
import { STEP_S } from './physics.ts';
import { postPinned } from './post-pinned.ts';
import { type Answer, createSender, type Sender, type Transport } from './send.ts';
import { simulatedAt, toMinute } from './simulated-time.ts';

/** The command `simulate`: makes a cluster, sends its past at once and then its present as it happens. */

/** Steps of history in one request per signal: half an hour, some two megabytes. */
const HISTORY_STEPS = (30 * MINUTE) / (STEP_S * SECOND);
const compress = promisify(gzip);
/** A request that hangs would hold up all that follow. */
const ANSWER_WITHIN_MS = 30_000;

function createTransport({ ca }: SimulateSettings): Transport {
  return {
    async post(url, headers, body) {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const answer =
        ca === undefined ? await post(url, headers, body, signal) : await postPinned(ca, url, headers, body, signal);
      return {
        ...answer,
        text: answer.text
          .replace(/[^\x20-\x7e]+/g, ' ')
          .trim()
          .slice(0, 200),
      };
    },
    // Level 1: the loss of some percent in size buys most of the time.
    gzip: (body) => compress(body, { level: 1 }),
    wait,
  };
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<Answer> {
  // The body is a fresh buffer of zlib, never shared memory.
  const answer = await fetch(url, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer>, signal });
  const text = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text };
}

function wait(duration: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, duration);
    function done(): void {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    }
    if (stop.aborted) done();
    else stop.addEventListener('abort', done);
  });
}

function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** For programs: what is planned, and when the history is through. */
function tell(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function writeTruth(file: string, cluster: Cluster): void {
  const { faults, failures } = cluster.truth();
  const lines = [
    ...faults.map((fault) => JSON.stringify({ kind: 'fault', ...fault })),
    ...failures.map((observed) => JSON.stringify({ kind: 'failure', ...observed })),
  ];
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
}

/** What changed of a drill since it was told last. */
function createDrillTeller(): (cluster: Cluster) => void {
  let told = '';
  return ({ drills }) => {
    const report = drills.report();
    const line = report ? `drill ${JSON.stringify(report)}` : '';
    if (line !== told && line !== '') tell([line]);
    told = line;
  };
}

/** Lines of JSON, each a `DrillCommand`; what is none is told and left alone. */
function hearDrills(cluster: Cluster): void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    try {
      // The program that started this one writes them; it shares the type.
      const command = JSON.parse(line) as DrillCommand;
      const { drills } = cluster;
      const report = command.do === 'stop' ? drills.stop(command.id) : drills.start(command.plan);
      tell([`drill ${JSON.stringify(report)}`]);
    } catch (error) {
      print(`a line on standard input was not understood: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

async function sendAll(sender: Sender, steps: readonly Step[]): Promise<void> {
  for (const request of encodeSteps(steps)) await sender.send(request);
}

async function replay(cluster: Cluster, sender: Sender, to: number, stop: AbortSignal): Promise<void> {
  let told = cluster.now();
  let steps: Step[] = [];
  while (cluster.now() < to && !stop.aborted) {
    steps.push(cluster.step());
    if (steps.length < HISTORY_STEPS && cluster.now() < to) continue;
    await sendAll(sender, steps);
    // Signals have a queue each: none may run hours of simulated time ahead of the others.
    await sender.flush();
    steps = [];
    if (cluster.now() - told >= 12 * 60 * MINUTE) {
      told = cluster.now();
      print(`history up to ${formatTime(told)}`);
    }
  }
}

const tellDrill = createDrillTeller();

async function live(cluster: Cluster, sender: Sender, settings: SimulateSettings, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const early = cluster.now() + STEP_S * SECOND - simulatedAt(Date.now(), settings);
    await wait(Math.max(0, early / settings.speed), stop);
    if (stop.aborted) return;
    await sendAll(sender, [cluster.step()]);
    if (settings.drills) tellDrill(cluster);
    if (settings.truthFile && cluster.now() % MINUTE === 0) writeTruth(settings.truthFile, cluster);
  }
}

async function run(settings: SimulateSettings): Promise<void> {
  const liveFrom = toMinute(settings.liveFrom);
  const plan = settings.demo ? demoPlan(liveFrom, settings.seed) : undefined;
  const faults = plan?.faults ?? settings.faults;
  const start = toMinute(plan?.start ?? settings.from);
  const { seed, sampling, endpoint, token } = settings;
  const density = start < liveFrom ? densities.history : densities.live;
  const cluster = createCluster({ seed, start, faults, density, ...(sampling !== undefined && { sampling }) });
  const transport = createTransport(settings);
  const sender = createSender({ endpoint, transport, report: print, ...(token !== undefined && { token }) });
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping.abort();
      sender.stop();
    });
  }
  tell(faults.map((fault) => JSON.stringify({ kind: 'plan', ...fault, at: formatTime(fault.at) })));
  if (settings.resume) {
    while (cluster.now() < simulatedAt(Date.now(), settings)) cluster.skip();
  } else {
    await replay(cluster, sender, liveFrom, stopping.signal);
    await sender.flush();
    if (!stopping.signal.aborted) tell([`history-sent ${formatTime(cluster.now())}`]);
  }
  if (settings.truthFile) writeTruth(settings.truthFile, cluster);
  if (settings.until === undefined && !stopping.signal.aborted) {
    cluster.setDensity(densities.live);
    print(`live from ${formatTime(cluster.now())}, ${settings.speed} simulated seconds a second; Ctrl-C ends it`);
    if (settings.drills) hearDrills(cluster);
    await live(cluster, sender, settings, stopping.signal);
    // An open standard input would keep the process.
    if (settings.drills) process.stdin.destroy();
  }
  await sender.flush();
  if (settings.truthFile) writeTruth(settings.truthFile, cluster);
  const { requests, refused, bytes } = sender.sent();
  print(`sent ${requests} requests, ${(bytes / 1_048_576).toFixed(1)} MiB compressed; ${refused} refused`);
}

const settings = readCommandLine(process.argv.slice(2), Date.now());
if (settings.ok) {
  await run(settings.value);
} else {
  print(`${settings.error.message}\n\n${usage}`);
  process.exitCode = 2;
}
