import type { Client } from '@foreshock/contract/client.ts';
import type { Platform } from '../../../test/support/platform.ts';
import { runProgram } from '../../../test/support/run-program.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';

/** Log records, data points and traces of one run. */
export const GENERATED = 50;
/** telemetrygen makes a client and a server span for each trace. */
const SPANS_OF_A_TRACE = 2;
const WITHIN_MS = 60_000;
const generatedSignals = ['logs', 'metrics', 'traces'] as const;

/** Sends `GENERATED` of each signal to `host:port`; throws when the program says that it failed. */
export async function generate(
  telemetrygen: string,
  endpoint: string,
  service: string,
  flags: readonly string[] = [],
): Promise<void> {
  for (const signal of generatedSignals) {
    const to = ['--otlp-insecure', '--otlp-endpoint', endpoint, '--service', service];
    const amount = [`--${signal}`, String(GENERATED), '--workers', '1', '--rate', '0'];
    const program = runProgram(telemetrygen, [signal, ...to, ...amount, ...flags]);
    if ((await program.ended) !== 0) throw new Error(`telemetrygen ${signal} failed: ${program.output()}`);
  }
}

/** All signals by gRPC and by HTTP, straight to us. */
export async function judgeByTelemetrygen(
  telemetrygen: string,
  platform: Platform,
  client: Client,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const before = await counts(client);
  await generate(telemetrygen, platform.otlpGrpc, 'generated-grpc');
  await generate(telemetrygen, new URL(platform.otlpHttp).host, 'generated-http', ['--otlp-http']);
  const runs = 2 * GENERATED;
  const wanted = [runs, runs, runs * SPANS_OF_A_TRACE];
  const found = async (): Promise<number[]> => (await counts(client)).map((count, index) => count - before[index]!);
  await until('what telemetrygen sent', WITHIN_MS, async () =>
    (await found()).every((count, index) => count >= wanted[index]!),
  ).catch(() => undefined);
  const stored = await found();
  for (const [index, signal] of generatedSignals.entries()) {
    const isEqual = stored[index] === wanted[index];
    const detail = isEqual ? `${stored[index]}` : `${stored[index]} instead of ${wanted[index]}`;
    report({ name: `telemetrygen: ${signal}`, verdict: isEqual ? 'held' : 'broken', detail });
  }
}

async function counts(client: Client): Promise<number[]> {
  const { signals } = await client('getStatus', {});
  return generatedSignals.map((signal) => signals.find((one) => one.signal === signal)!.records);
}
