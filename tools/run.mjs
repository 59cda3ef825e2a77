// Sets up what is missing, then runs a program of this repository on the pinned Node 24.
// Plain JavaScript without dependencies: it must work in a fresh clone on Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockfile = join(root, 'package-lock.json');
const installedMark = join(root, 'node_modules', '.foreshock-installed');

function install() {
  const wanted = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8') === wanted) return;
  console.error('installing dependencies (once, about a minute)');
  const npm = process.env.npm_execpath;
  const [command, prefix] = npm ? [process.execPath, [npm]] : ['npm', []];
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync(command, [...prefix, ...flags], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    console.error('cannot install dependencies: npm ci failed; see its messages above');
    process.exit(1);
  }
  writeFileSync(installedMark, wanted);
}

/** The pinned Node where its package exists for this machine, else the running one if it is new enough. */
function pinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', name);
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`no packaged Node 24 for ${process.platform}-${process.arch}: install Node 24 and run this again`);
  process.exit(1);
}

/** Steps that need the packages run on the pinned Node, before the program. */
function setUp(node) {
  const done = spawnSync(node, [...quiet, join(root, 'tools', 'set-up.ts')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: environment,
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

install();
const quiet = ['--disable-warning=ExperimentalWarning'];
const environment = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-compile'), ...process.env };
const node = pinnedNode();
const [first, ...rest] = process.argv.slice(2);
const hasFlag = first.startsWith('--set-up');
const [program, ...args] = hasFlag ? rest : [first, ...rest];
// `--set-up` always, `--set-up=start,demo` before these words of the program.
const wanted = first.split('=')[1]?.split(',');
if (hasFlag && (wanted === undefined || wanted.includes(args[0]))) setUp(node);
const child = spawn(node, [...quiet, join(root, program), ...args], { stdio: 'inherit', env: environment });
// The terminal sends Ctrl-C to the whole group; a supervisor sends it to us alone. Both must reach the child once more
// than not at all: the program treats a second signal within a second as the same one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
