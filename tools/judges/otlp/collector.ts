// The real Collector between a log file, this machine's metrics, telemetrygen and us; then our gateway dies, and the
// Collector is stopped with full queues. Whatever it took in must be stored once.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@foreshock/contract/client.ts';
import type { Platform } from '../../../test/support/platform.ts';
import { type RunningProgram, runProgram } from '../../../test/support/run-program.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';
import { collectorConfiguration, type Way, ways } from './collector-configuration.ts';
import { countSent, type SentCounts } from './count-sent.ts';
import { GENERATED, generate } from './telemetrygen.ts';

const LINES = 4_000;
const LINES_AT_ONCE = 100;
const WITHIN_MS = 60_000;

export interface CollectorPrograms {
  readonly otelcol: string;
  readonly telemetrygen: string;
}

export async function judgeByCollector(
  programs: CollectorPrograms,
  platform: Platform,
  client: Client,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-collector-'));
  const file = (name: string): string => join(directory, name);
  const receiverPorts = await freePorts();
  const at = { otlpGrpc: platform.otlpGrpc, otlpHttp: platform.otlpHttp, receiverPorts, storage: file('queues') };
  const before = await records(client);
  writeFileSync(file('app.log'), '');
  writeFileSync(file('1.yaml'), collectorConfiguration({ ...at, sentFile: file('1.jsonl'), logFile: file('app.log') }));
  writeFileSync(file('2.yaml'), collectorConfiguration({ ...at, sentFile: file('2.jsonl') }));
  const first = runProgram(programs.otelcol, ['--config', file('1.yaml')]);
  let second: RunningProgram | undefined;
  try {
    await listening(first, receiverPorts[ways[0]]);
    for (const way of ways) await generate(programs.telemetrygen, `127.0.0.1:${receiverPorts[way]}`, 'relayed');
    for (let line = 0; line < LINES; line += LINES_AT_ONCE) {
      if (line === LINES / 2) process.kill(platform.pidOf('gateway'), 'SIGKILL');
      const lines = Array.from({ length: LINES_AT_ONCE }, (_, index) => `order ${line + index} took ${index} ms`);
      appendFileSync(file('app.log'), `${lines.join('\n')}\n`);
      // The receiver looks every 200 ms: so the kill falls between requests and into them.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until(
      'the Collector to have read the file',
      WITHIN_MS,
      () => countSent(file('1.jsonl')).logs >= expectedLogs,
    );
    first.child.kill('SIGTERM');
    if ((await first.ended) !== 0) throw new Error(`the Collector ended badly: ${first.output()}`);
    second = runProgram(programs.otelcol, ['--config', file('2.yaml')]);
    const sent = countSent(file('1.jsonl'));
    await judgeCounts(client, before, sent, report);
    const final = (await client('getStatus', {})).refused.filter(({ reason }) => reason !== 'request starting');
    report({ name: 'collector: nothing is refused for good', ...verdictOf(final, []) });
  } finally {
    first.child.kill('SIGKILL');
    second?.child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

const expectedLogs = ways.length * (LINES + GENERATED);

async function judgeCounts(
  client: Client,
  before: SentCounts,
  sent: SentCounts,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const stored = async (): Promise<SentCounts> => {
    const now = await records(client);
    return { logs: now.logs - before.logs, metrics: now.metrics - before.metrics, traces: now.traces - before.traces };
  };
  const isAll = (now: SentCounts): boolean =>
    now.logs >= sent.logs && now.metrics >= sent.metrics && now.traces >= sent.traces;
  // What is missing after the wait is reported below.
  await until('everything to be stored', WITHIN_MS, async () => isAll(await stored())).catch(() => undefined);
  const found = await stored();
  for (const signal of ['logs', 'metrics', 'traces'] as const) {
    report({ name: `collector: ${signal} through a killed gateway`, ...verdictOf(found[signal], sent[signal]) });
  }
  for (const way of ways) {
    const filters = [{ field: 'service', operator: '=' as const, value: `by-${way}` }];
    const { total } = await client('countLogs', { last: 'PT1H', filters });
    report({ name: `collector: logs by ${way}`, ...verdictOf(total, LINES + GENERATED) });
  }
}

function verdictOf(found: unknown, wanted: unknown): Pick<JudgedCase, 'verdict' | 'detail'> {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  return a === b ? { verdict: 'held', detail: a } : { verdict: 'broken', detail: `${a} instead of ${b}` };
}

async function records(client: Client): Promise<SentCounts> {
  const { signals } = await client('getStatus', {});
  const of = (signal: string): number => signals.find((one) => one.signal === signal)!.records;
  return { logs: of('logs'), metrics: of('metrics'), traces: of('traces') };
}

async function listening(collector: RunningProgram, port: number): Promise<void> {
  await until('the Collector to listen', WITHIN_MS, async () => {
    if (collector.child.exitCode !== null) throw new Error(`the Collector ended: ${collector.output()}`);
    // An HTTP/1 question to its gRPC port is refused, but by somebody who listens.
    const answer = await fetch(`http://127.0.0.1:${port}`).catch((error: Error) => String(error.cause));
    return !String(answer).includes('ECONNREFUSED');
  });
}

async function freePorts(): Promise<Record<Way, number>> {
  const servers = ways.map(() => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  // The cast holds: one port for each way.
  return Object.fromEntries(ways.map((way, index) => [way, ports[index]])) as Record<Way, number>;
}
