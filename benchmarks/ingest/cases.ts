import { join } from 'node:path';
import { goPrograms } from '../../test/support/go-programs.ts';
import { type Receiver, startOurs, startPeer } from './receivers.ts';

export interface BenchmarkCase {
  readonly name: string;
  readonly signal: 'logs' | 'metrics' | 'traces';
  readonly encoding: 'gzip' | 'none';
  /** What an answer of it promises, in words. */
  readonly promise: string;
  start(): Promise<Receiver>;
}

const STORED = 'on disk, encrypted; counted until mined, rolled up and searchable';

const ours = (name: string, signal: BenchmarkCase['signal'], encoding: BenchmarkCase['encoding']): BenchmarkCase => ({
  name,
  signal,
  encoding,
  promise: STORED,
  start: startOurs,
});

/** `peers`: the folder with the programs of others and the load generator. */
export async function benchmarkCases(peers: string): Promise<BenchmarkCase[]> {
  const { otelcol, 'victoria-logs': victoria } = await goPrograms(peers, ['otelcol', 'victoria-logs']);
  const collector = (name: string, configuration: string, promise: string, queue: boolean): BenchmarkCase => ({
    name,
    signal: 'logs',
    encoding: 'gzip',
    promise,
    start: () =>
      startPeer({
        program: otelcol,
        flags: () => ['--config', join(peers, 'collector', configuration)],
        variables: (directory) => ({ OTEL_QUEUE: directory, OTEL_FSYNC: 'true' }),
        port: 4318,
        pathOf: (signal) => `/v1/${signal}`,
        ...(queue && { sink: [join(peers, 'otlp-load', 'otlp-sink.mjs'), '4418'] }),
      }),
  });
  return [
    ours('ours: logs', 'logs', 'gzip'),
    collector('Collector into nothing', 'nop.yaml', 'none: an accepted record is gone', false),
    collector('Collector, fsynced queue', 'queue.yaml', 'on disk, in clear', true),
    {
      name: 'VictoriaLogs',
      signal: 'logs',
      encoding: 'gzip',
      promise: 'in memory, on disk within 5 s; searchable',
      start: () =>
        startPeer({
          program: victoria,
          flags: (directory) => [
            `-storageDataPath=${directory}`,
            '-httpListenAddr=127.0.0.1:9428',
            '-loggerLevel=WARN',
          ],
          port: 9428,
          pathOf: () => '/insert/opentelemetry/v1/logs',
        }),
    },
    ours('ours: logs, not compressed', 'logs', 'none'),
    ours('ours: metric points', 'metrics', 'gzip'),
    ours('ours: spans', 'traces', 'gzip'),
  ];
}
