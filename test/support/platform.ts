// The real program, started as a person would start it: its own process group, free ports, a data directory of the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@foreshock/contract/client.ts';
import { childrenOf } from './process-tree.ts';
import { until } from './until.ts';

const MAIN = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));
/** A first start makes its database; on a busy machine with two cores that may take long. */
export const START_WITHIN_MS = 180_000;
/** The program itself promises ten seconds. */
const STOP_WITHIN_MS = 30_000;

export interface StartOptions {
  /** Made, and deleted by `remove`, when absent. */
  readonly dataDirectory?: string;
  readonly flags?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly demo?: boolean;
}

export interface Ended {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly tookMs: number;
}

export interface Platform {
  /** Of dashboard and API. */
  readonly origin: string;
  readonly otlpHttp: string;
  /** `host:port` */
  readonly otlpGrpc: string;
  readonly signInLink: string;
  readonly dataDirectory: string;
  /** Of the program itself, which started the other processes. */
  readonly pid: number;
  /** Everything printed so far, on both streams. */
  output(): string;
  /** Of the process that runs now; it changes when the program starts it again. */
  pidOf(name: 'engine' | 'gateway'): number;
  /** Uses the sign-in link; works once. */
  signIn(): Promise<SignedIn>;
  /** Sends the signal to the whole group, as the terminal does for Ctrl-C, or to the program alone. */
  stop(signal?: NodeJS.Signals, to?: { readonly toGroup: boolean }): Promise<Ended>;
  /** Stops what runs and deletes the data. */
  remove(): Promise<void>;
}

export interface SignedIn {
  readonly client: Client;
  /** `name=value`, as a browser would send it. */
  readonly cookie: string;
}

export interface StartedProgram {
  readonly child: ChildProcess;
  output(): string;
  /** Resolves when the program has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts the program without waiting for anything. */
export function launch(dataDirectory: string, options: StartOptions = {}): StartedProgram {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FORESHOCK_'));
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      MAIN,
      '--data',
      dataDirectory,
      ...(options.demo === true ? [] : ['--no-demo']),
      ...(options.flags ?? ['--port', '0']),
    ],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        FORESHOCK_GATEWAY_HTTP_PORT: '0',
        FORESHOCK_GATEWAY_GRPC_PORT: '0',
        ...options.variables,
      },
    },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { child, output: () => text, ended };
}

export async function startPlatform(options: StartOptions = {}): Promise<Platform> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'foreshock-platform-'));
  const { child, output, ended } = launch(dataDirectory, options);
  const pid = child.pid;
  if (pid === undefined) throw new Error('the program did not start');
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const printed = (label: string): string => {
    const found = new RegExp(`${label}\\s+(\\S+)`).exec(output())?.[1];
    if (found === undefined) throw new Error(`"${label}" is not in what the program printed:\n${output()}`);
    return found;
  };
  await until(
    'the sign-in link',
    START_WITHIN_MS,
    () => hasEnded || /Sign in once: \S+\s/.test(output()),
    () => output(),
  );
  if (hasEnded) throw new Error(`the program ended by itself:\n${output()}`);

  const stop: Platform['stop'] = async (signal = 'SIGINT', to = { toGroup: true }) => {
    const begun = Date.now();
    if (!hasEnded) process.kill(to.toGroup ? -pid : pid, signal);
    await until('the end of the program', STOP_WITHIN_MS, () => hasEnded, output);
    return { code: await ended, tookMs: Date.now() - begun };
  };
  return {
    origin: printed('Dashboard'),
    otlpHttp: printed('OTLP/HTTP'),
    otlpGrpc: printed('OTLP/gRPC'),
    signInLink: printed('Sign in once:'),
    dataDirectory,
    pid,
    output,
    pidOf(name) {
      const found = childrenOf(pid).find(({ command }) => command.includes(`${name}-process.ts`));
      if (!found) throw new Error(`the ${name} does not run`);
      return found.pid;
    },
    signIn: () => signIn(printed('Dashboard'), printed('Sign in once:')),
    stop,
    async remove() {
      if (!hasEnded) await stop('SIGKILL').catch(() => undefined);
      rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function signIn(origin: string, link: string): Promise<SignedIn> {
  const answer = await fetch(link, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the sign-in link gave no session: ${answer.status}`);
  return { cookie, client: createClient({ origin, headers: { cookie } }) };
}
