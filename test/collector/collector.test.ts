// The real OpenTelemetry Collector and telemetrygen send; every record is found. The binaries are named by OTELCOL and
// TELEMETRYGEN; without them nothing can be said, and that is said.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { type RunningProgram, runProgram } from '../support/run-program.ts';
import { until } from '../support/until.ts';
import { collectorConfiguration } from './collector-configuration.ts';
import { countSent, type SentCounts } from './count-sent.ts';

const { OTELCOL: otelcol = '', TELEMETRYGEN: telemetrygen = '' } = process.env;
const WITHIN_MS = 120_000;
const LINES = 2_000;
const GENERATED = 50;
/** telemetrygen makes a client and a server span for each trace. */
const SPANS_OF_A_TRACE = 2;
/** Scrapes of the host, a second apart. */
const SCRAPES = 5;

let directory: string;
let platform: Platform;
let client: SignedIn['client'];
let collector: RunningProgram;
let receiverPort: number;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

beforeAll(async () => {
  if (otelcol === '' || telemetrygen === '') throw new Error('OTELCOL and TELEMETRYGEN must name the two programs');
  directory = mkdtempSync(join(tmpdir(), 'foreshock-collector-'));
  platform = await startPlatform();
  ({ client } = await platform.signIn());
  receiverPort = await freePort();
  writeFileSync(join(directory, 'app.log'), '');
  writeFileSync(
    join(directory, 'collector.yaml'),
    collectorConfiguration({
      logFile: join(directory, 'app.log'),
      otlpGrpc: platform.otlpGrpc,
      otlpHttp: platform.otlpHttp,
      receiverPort,
      sentFile: join(directory, 'sent.jsonl'),
    }),
  );
  collector = runProgram(otelcol, ['--config', join(directory, 'collector.yaml')]);
}, START_WITHIN_MS);

afterAll(async () => {
  collector?.child.kill('SIGKILL');
  await platform?.remove();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

async function records(): Promise<SentCounts> {
  const { signals } = await client('getStatus', {});
  const of = (signal: string): number => signals.find((one) => one.signal === signal)!.records;
  return { logs: of('logs'), metrics: of('metrics'), traces: of('traces') };
}

async function generate(
  signal: 'logs' | 'metrics' | 'traces',
  endpoint: string,
  service: string,
  flags: string[] = [],
) {
  const program = runProgram(telemetrygen, [
    signal,
    '--otlp-insecure',
    '--otlp-endpoint',
    endpoint,
    '--service',
    service,
    `--${signal}`,
    String(GENERATED),
    '--workers',
    '1',
    '--rate',
    '0',
    ...flags,
  ]);
  expect(await program.ended, program.output()).toBe(0);
}

test('telemetrygen sends all three signals by gRPC and by HTTP, to us and through the Collector', async () => {
  await until('the Collector to listen', 60_000, async () => {
    if (collector.child.exitCode !== null) throw new Error(collector.output());
    await generate('logs', `127.0.0.1:${receiverPort}`, 'relayed');
    return true;
  });
  for (const signal of ['metrics', 'traces'] as const) {
    await generate(signal, `127.0.0.1:${receiverPort}`, 'relayed');
  }
  for (const signal of ['logs', 'metrics', 'traces'] as const) {
    await generate(signal, platform.otlpGrpc, 'by-grpc');
    await generate(signal, new URL(platform.otlpHttp).host, 'by-http', ['--otlp-http']);
  }
  for (const service of ['by-grpc', 'by-http', 'relayed']) {
    const found = await until(`logs of ${service}`, WITHIN_MS, async () => {
      const { total } = await client('countLogs', {
        last: 'PT1H',
        filters: [{ field: 'service', operator: '=', value: service }],
      });
      return total >= GENERATED && total;
    });
    expect(found, service).toBe(GENERATED);
  }
}, 300_000);

test('a log file and the metrics of this machine arrive by gRPC and by HTTP, to the last record', async () => {
  for (let line = 0; line < LINES; line += 100) {
    const lines = Array.from({ length: 100 }, (_, index) => `order ${line + index} was placed in ${index} ms`);
    appendFileSync(join(directory, 'app.log'), `${lines.join('\n')}\n`);
  }
  for (const way of ['grpc', 'http']) {
    const found = await until(`the lines by ${way}`, WITHIN_MS, async () => {
      const { total } = await client('countLogs', {
        last: 'PT1H',
        filters: [{ field: 'service', operator: '=', value: `agent-${way}` }],
      });
      return total >= LINES && total;
    });
    expect(found, way).toBe(LINES);
    await until(`some scrapes by ${way}`, WITHIN_MS, async () => {
      const { items } = await client('listSeries', { last: 'PT1H', metric: 'system.cpu.load_average.1m' });
      const ours = items.find(({ entity }) => entity.name === `agent-${way}`);
      if (!ours) return false;
      const { items: answers } = await client('queryMetrics', { last: 'PT10M', step: 'PT1S', series: [ours.id] });
      return answers[0]!.values.filter((value) => value !== null).length >= SCRAPES;
    });
  }
  collector.child.kill('SIGTERM');
  expect(await collector.ended, collector.output()).toBe(0);
  const sent = countSent(join(directory, 'sent.jsonl'));
  const direct = 2 * GENERATED;
  const expected = {
    logs: sent.logs + direct,
    metrics: sent.metrics + direct,
    traces: sent.traces + direct * SPANS_OF_A_TRACE,
  };
  expect(sent.logs).toBe(2 * LINES + GENERATED);
  expect(sent.metrics).toBeGreaterThan(2 * SCRAPES * 20);
  const stored = await until('everything to be stored', WITHIN_MS, async () => {
    const now = await records();
    return now.logs >= expected.logs && now.metrics >= expected.metrics && now.traces >= expected.traces && now;
  });
  expect(stored).toEqual(expected);
  expect((await client('getStatus', {})).refused).toEqual([]);
}, 300_000);
