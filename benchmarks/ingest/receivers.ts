import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform } from '../../test/support/platform.ts';
import { until } from '../../test/support/until.ts';
import { pinTo, treeOf } from './process-cost.ts';

/** A program that takes OTLP over HTTP, started on a core of its own. */
export interface Receiver {
  readonly endpoint: string;
  /** Path of a signal. */
  pathOf(signal: string): string;
  /** Processes whose cost counts; `receive` are those that stand between the socket and the answer. */
  readonly processes: { readonly all: readonly number[]; readonly receive: readonly number[] };
  /** Resolves when everything accepted so far can be found. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

const SERVER_CORE = 0;
const LOAD_CORE = 1;
const STARTS_WITHIN_MS = 60_000;
const DRAINS_WITHIN_MS = 900_000;
/** Peers do not say when they are done: they write within five seconds (VictoriaLogs) or sooner. */
const PEER_SETTLES_MS = 8_000;

export async function startOurs(): Promise<Receiver> {
  pinTo(SERVER_CORE, process.pid);
  const platform = await startPlatform();
  pinTo(LOAD_CORE, process.pid);
  const { client } = await platform.signIn();
  const gateway = platform.pidOf('gateway');
  return {
    endpoint: platform.otlpHttp,
    pathOf: (signal) => `/v1/${signal}`,
    processes: { all: [gateway, platform.pidOf('engine')], receive: [gateway] },
    async drained() {
      await until('the engine to have stored all', DRAINS_WITHIN_MS, async () => {
        const { catchingUp } = await client('getStatus', {});
        return catchingUp === null || catchingUp.waitingRequests === 0;
      });
      await settle();
    },
    stop: () => platform.remove(),
  };
}

export interface PeerProgram {
  readonly program: string;
  readonly flags: (dataDirectory: string) => readonly string[];
  readonly variables?: (dataDirectory: string) => Readonly<Record<string, string>>;
  readonly port: number;
  readonly pathOf: (signal: string) => string;
  /** A program on the other core that has to be there too: where its exporter sends to. */
  readonly sink?: readonly string[];
}

export async function startPeer(peer: PeerProgram): Promise<Receiver> {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-peer-'));
  const sink = peer.sink && spawn(process.execPath, peer.sink, { stdio: 'ignore' });
  const child = spawn('taskset', ['-c', String(SERVER_CORE), peer.program, ...peer.flags(directory)], {
    stdio: 'ignore',
    env: { ...withoutLimits(process.env), ...peer.variables?.(directory) },
  });
  await until(`port ${peer.port} of ${peer.program}`, STARTS_WITHIN_MS, () => listens(peer.port));
  const processes = treeOf(child.pid!);
  return {
    endpoint: `http://127.0.0.1:${peer.port}`,
    pathOf: peer.pathOf,
    processes: { all: processes, receive: processes },
    drained: settle,
    async stop() {
      await Promise.all([end(child), sink && end(sink)]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A limit that this machine sets for Go would make the peers dearer than they are. */
function withoutLimits(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...variables, GOMAXPROCS: undefined, GOGC: undefined, GOMEMLIMIT: undefined };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PEER_SETTLES_MS));
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
