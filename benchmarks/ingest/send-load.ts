import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Load {
  /** `http://host:port` */
  readonly endpoint: string;
  readonly path: string;
  readonly signal: 'logs' | 'metrics' | 'traces';
  readonly encoding: 'gzip' | 'none';
  readonly seconds: number;
}

/** As the load generator prints it, as far as it is used. */
export interface LoadResult {
  readonly records_acked: number;
  readonly records_failed: number;
  readonly records_rejected: number;
  readonly records_per_s: number;
  readonly latency_ms: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly errors: Readonly<Record<string, number>>;
}

/** Distinct requests: few ones sent again and again would flatter whoever compresses or deduplicates. */
const BODIES = 64;
const run = promisify(execFile);

/** `program`: the load generator. It runs on the core of this process. */
export async function sendLoad(program: string, load: Load): Promise<LoadResult> {
  const { endpoint, path, signal, encoding, seconds } = load;
  const { stdout } = await run(process.execPath, [
    program,
    ...['--endpoint', endpoint, '--path', path, '--signal', signal, '--encoding', encoding],
    ...['--seconds', String(seconds), '--warmup', '0', '--settle', '0', '--bodies', String(BODIES)],
  ]);
  return JSON.parse(stdout) as LoadResult;
}
