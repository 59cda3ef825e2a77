import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../../test/support/run-program.ts';

export interface CollectorSink {
  readonly endpoint: string;
  /** All that it took, as OTLP/JSON. */
  written(): string;
  output(): string;
  stop(): Promise<void>;
}

/** A Collector that writes what it is sent into a file. */
export async function startCollectorSink(otelcol: string, port: number): Promise<CollectorSink> {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-sink-'));
  const path = join(directory, 'taken.json');
  const pipeline = { receivers: ['otlp'], exporters: ['file'] };
  const configuration = {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: { file: { path, flush_interval: '1s' } },
    service: {
      telemetry: { metrics: { level: 'none' }, logs: { level: 'error' } },
      pipelines: { metrics: pipeline, logs: pipeline },
    },
  };
  const file = join(directory, 'sink.yaml');
  writeFileSync(file, JSON.stringify(configuration));
  const program = runProgram(otelcol, ['--config', file]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    written: () => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
    output: program.output,
    async stop() {
      program.child.kill('SIGTERM');
      await program.ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
