// `foreshock start`: checks the configuration, starts gateway and engine, restarts the one that dies, runs the demo's
// simulator, and passes on the signal to stop.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DrillCommand, DrillReport } from '@foreshock/model/drill.ts';
import { refuseHalfRestored } from './backup/restore-mark.ts';
import { delay } from './base/schedule.ts';
import { readStartConfig } from './config.ts';
import { authorityOf, loopbackOriginOf, openInClearText, originOf } from './exposure.ts';
import type { ChildMessage, DemoState, ParentMessage } from './process-messages.ts';
import { lockDirectory } from './store/metadata/directory-lock.ts';

const STOP_WITHIN_MS = 9_000;
const RESTART_PAUSE_MS = 1_000;
/** A child that dies this soon after its start will not get better by being started again at once. */
const QUICK_DEATHS_ALLOWED = 5;

const refuse = (text: string): never => {
  console.error(text);
  process.exit(1);
};

const config = readStartConfig();
if (!config.ok) refuse(config.error.message);
const settings = config.ok ? config.value : refuse('');
const { dataDirectory, demoSpeed } = settings;
const { host } = settings.gateway;
mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
const lock = lockDirectory(dataDirectory);
if (!lock.ok) refuse(lock.error.message);
const whole = refuseHalfRestored(dataDirectory);
if (!whole.ok) refuse(whole.error.message);

type Name = 'gateway' | 'engine';

/** What the gateway holds of a request is gone with its answer: room for more garbage would only be memory. In MiB. */
const MEMORY_FLAGS: Readonly<Record<Name, readonly string[]>> = { gateway: ['--max-semi-space-size=4'], engine: [] };
/** glibc keeps a heap per thread, and what a body was unpacked into stays in each of them; one is 20 to 30 MiB less. */
const MEMORY_VARIABLES: Readonly<Record<Name, NodeJS.ProcessEnv>> = { gateway: { MALLOC_ARENA_MAX: '1' }, engine: {} };

const children = new Map<Name, ChildProcess>();
const quickDeaths = new Map<Name, number>();
let simulator: ChildProcess | undefined;
let stopping = false;
let announced = false;
let ports: { httpPort: number; grpcPort: number } | undefined;
let engine: Extract<ChildMessage, { type: 'engine-ready' }> | undefined;

function startChild(name: Name): void {
  // A port that the system chose is kept over a restart, so that senders and browsers find it again.
  const flags = [...process.argv.slice(2), ...portFlags()];
  const child = fork(fileURLToPath(new URL(`./${name}-process.ts`, import.meta.url)), flags, {
    execArgv: ['--disable-warning=ExperimentalWarning', ...MEMORY_FLAGS[name]],
    env: {
      ...MEMORY_VARIABLES[name],
      ...process.env,
      ...(name === 'gateway' &&
        ports && {
          FORESHOCK_GATEWAY_HTTP_PORT: String(ports.httpPort),
          FORESHOCK_GATEWAY_GRPC_PORT: String(ports.grpcPort),
        }),
    },
  });
  children.set(name, child);
  child.on('message', (message) => hear(name, message as ChildMessage));
  child.on('exit', (code, signal) => {
    children.delete(name);
    if (!stopping) void restart(name, signal ?? `exit code ${code}`);
  });
}

/** None before the engine has said its origin, and for the port of a scheme, which an origin leaves out. */
function portFlags(): string[] {
  const port = engine ? new URL(engine.origin).port : '';
  return port === '' ? [] : ['--port', port];
}

async function restart(name: Name, reason: string): Promise<void> {
  const deaths = (quickDeaths.get(name) ?? 0) + 1;
  quickDeaths.set(name, deaths);
  if (deaths > QUICK_DEATHS_ALLOWED) {
    console.error(
      `${name} ended ${deaths} times before it was ready (${reason}): giving up; FORESHOCK_LOG_LEVEL=info says more`,
    );
    await stop(1);
    return;
  }
  console.error(`${name} ended (${reason}): starting it again`);
  await delay(RESTART_PAUSE_MS);
  if (!stopping) startChild(name);
}

function tell(name: Name, message: ParentMessage): void {
  const child = children.get(name);
  if (child?.connected) child.send(message);
}

function hear(name: Name, message: ChildMessage): void {
  switch (message.type) {
    case 'failed':
      console.error(message.error.message);
      // What ran once may run again: a port may be taken for a moment while its owner is being restarted.
      if (!announced) void stop(1);
      return;
    case 'gateway-ready':
      ports = { httpPort: message.httpPort, grpcPort: message.grpcPort };
      break;
    case 'engine-ready':
      engine = message;
      break;
    case 'gateway-report':
      tell('engine', message);
      return;
    case 'drill':
      commandDrill(message.command);
      return;
  }
  quickDeaths.set(name, 0);
  if (ports) tell('engine', { type: 'gateway-ports', ...ports });
  if (ports && engine) announce(ports, engine);
}

function announce(
  at: { httpPort: number; grpcPort: number },
  ready: Extract<ChildMessage, { type: 'engine-ready' }>,
): void {
  if (announced) return;
  announced = true;
  const clearText = openInClearText(settings);
  if (clearText.length > 0) {
    console.error(`Warning: ${clearText.join(' and ')} let other machines in without TLS, because insecure is set.`);
  }
  console.log(`Foreshock is running.
  Dashboard   ${ready.origin}
  OTLP/HTTP   ${originOf(settings, host, at.httpPort)}
  OTLP/gRPC   ${authorityOf(settings, host, at.grpcPort)}
  Data        ${dataDirectory}
Sign in once: ${ready.signIn}`);
  startDemo(ready.demo, at.httpPort);
}

/** The simulated shop sends like any client: by OTLP, to the public port. */
function startDemo(demo: DemoState, httpPort: number): void {
  if (demo.state === 'absent') return;
  if (demo.state === 'new') console.log('Demo: sending seven days of simulated history, then live data.');
  const program = fileURLToPath(new URL('../../simulator/src/main.ts', import.meta.url));
  const flags = ['--demo', '--drills', '--origin', new Date(demo.origin).toISOString(), '--speed', String(demoSpeed)];
  const ca = settings.tls.certificate === undefined ? [] : ['--ca', settings.tls.certificate];
  const history = demo.state === 'live' ? ['--resume'] : [];
  simulator = spawn(
    process.execPath,
    [program, '--endpoint', loopbackOriginOf(settings, host, httpPort), ...flags, ...history, ...ca],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  // A simulator that ended while it was told something says so by its exit, below.
  simulator.stdin?.on('error', () => {});
  let text = '';
  simulator.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) hearSimulator(line);
  });
  simulator.on('exit', (code) => {
    simulator = undefined;
    tell('engine', { type: 'drill-report', report: undefined });
    if (!stopping)
      console.error(`the demo's simulator ended (exit code ${code}): no more simulated data until the next start`);
  });
}

function hearSimulator(line: string): void {
  const match = /^history-sent (\S+)$/.exec(line);
  if (match) tell('engine', { type: 'history-sent', until: Date.parse(match[1]!) });
  // The simulator writes its reports so; it shares the type.
  const report = /^drill (.+)$/.exec(line)?.[1];
  if (report !== undefined) tell('engine', { type: 'drill-report', report: JSON.parse(report) as DrillReport });
}

/** Without a simulator the answer is that there is none. */
function commandDrill(command: DrillCommand): void {
  if (simulator?.stdin?.writable) simulator.stdin.write(`${JSON.stringify(command)}\n`);
  else tell('engine', { type: 'drill-report', report: undefined });
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  simulator?.kill('SIGTERM');
  const running = [...children.values()];
  const ended = Promise.all(running.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  for (const name of children.keys()) tell(name, { type: 'stop' });
  await Promise.race([ended, delay(STOP_WITHIN_MS)]);
  // What has not ended by now is safe to kill: everything accepted is in the journal.
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
  if (lock.ok) lock.value.release();
  process.exit(code);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
// From a terminal it says that the terminal was closed; from elsewhere, by custom, to read files again.
process.on('SIGHUP', () => {
  if (process.stdout.isTTY) void stop(0);
  else for (const name of children.keys()) tell(name, { type: 'reload-certificate' });
});
startChild('gateway');
startChild('engine');
