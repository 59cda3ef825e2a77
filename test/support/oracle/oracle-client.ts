import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { STEP_MS } from './numbered-request.ts';
import { createOracleLog, type OracleLog } from './oracle-log.ts';

export interface OracleClient {
  readonly log: OracleLog;
  readonly seed: number;
  /** Time of request 0. */
  readonly origin: number;
  /** Sends nothing new; resolves when every request has its last word. */
  stop(): Promise<void>;
  kill(): void;
}

export interface OracleClientOptions {
  readonly otlpHttp: string;
  /** `host:port` */
  readonly otlpGrpc: string;
  readonly seed: number;
  readonly senders?: number;
  readonly pauseMs?: number;
  /** How long ago everything that is sent happened. */
  readonly happenedAgoMs?: number;
}

const PROGRAM = join(import.meta.dirname, 'oracle-client.test-process.ts');

/** A client in a process of its own. */
export function startOracleClient(options: OracleClientOptions): OracleClient {
  const { otlpHttp, otlpGrpc, seed, senders = 8, pauseMs = 60, happenedAgoMs = 60_000 } = options;
  const origin = Math.floor((Date.now() - happenedAgoMs) / STEP_MS) * STEP_MS;
  const log = createOracleLog();
  const args = [otlpHttp, otlpGrpc, seed, origin, senders, pauseMs].map(String);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  createInterface({ input: child.stdout }).on('line', log.hear);
  return {
    log,
    seed,
    origin,
    stop: async () => {
      child.stdin.end();
      const code = await ended;
      if (code !== 0) throw new Error(`the client ended with ${code}`);
    },
    kill: () => child.kill('SIGKILL'),
  };
}
