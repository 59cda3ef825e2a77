import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Producer {
  /** Numbers of the requests that were acknowledged. */
  readonly acked: ReadonlySet<number>;
  /** Answers that tell a sender to drop its data. */
  readonly refusals: readonly string[];
  /** How often it was told to come again, by reason. */
  readonly retries: ReadonlyMap<string, number>;
  /** Milliseconds that a 503 or 429 took, each. */
  readonly refusalMs: readonly number[];
  /** Requests per second; 0 for as fast as it goes. */
  setRate(perSecond: number): void;
  /** Begins nothing new; resolves when all that was begun is acknowledged. */
  stop(): Promise<void>;
  kill(): void;
}

export function startProducer(otlpHttp: string, origin: number): Producer {
  const program = join(import.meta.dirname, 'producer.test-process.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, otlpHttp, String(origin)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const acked = new Set<number>();
  const refusals: string[] = [];
  const retries = new Map<string, number>();
  const refusalMs: number[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [kind, first = '', reason = ''] = line.split(' ');
    if (kind === 'a') acked.add(Number(first));
    else if (kind === 'r') refusals.push(`${first}: ${reason}`);
    else {
      retries.set(reason, (retries.get(reason) ?? 0) + 1);
      if (/^\d+$/.test(reason)) refusalMs.push(Number(first));
    }
  });
  return {
    acked,
    refusals,
    retries,
    refusalMs,
    setRate: (perSecond) => child.stdin.write(`rate ${perSecond}\n`),
    stop: async () => {
      child.stdin.write('stop\n');
      await ended;
    },
    kill: () => child.kill('SIGKILL'),
  };
}
