// The real program with a data directory of its own, as a person would start it, and stopped again.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { delay } from '@foreshock/server/base/schedule.ts';

export interface OwnPlatform {
  /** OTLP/HTTP. */
  readonly endpoint: string;
  readonly signIn: string;
  /** Ends the program and deletes its data. */
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));
const STARTS_WITHIN_MS = 180_000;
const GLANCE_MS = 100;

export async function startPlatform(): Promise<OwnPlatform> {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-replay-'));
  const flags = ['--data', directory, '--no-demo', '--port', '0'];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FORESHOCK_GATEWAY_HTTP_PORT: '0', FORESHOCK_GATEWAY_GRPC_PORT: '0' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const stop = async (): Promise<void> => {
    if (isRunning(child)) child.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let waited = 0; isRunning(child) && waited < STARTS_WITHIN_MS; waited += GLANCE_MS) {
    const endpoint = /OTLP\/HTTP\s+(\S+)/.exec(text)?.[1];
    const signIn = /Sign in once: (\S+)\s/.exec(text)?.[1];
    if (endpoint !== undefined && signIn !== undefined) return { endpoint, signIn, stop };
    await delay(GLANCE_MS);
  }
  await stop();
  throw new Error(`the platform did not start: ${text}`);
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
