// Types, style, architecture and generated files: everything that needs no run of the program.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const node = (...args: string[]): [string, string[]] => [process.execPath, args];

const checks: readonly (readonly [string, [string, string[]]])[] = [
  ['types', [bin('tsc'), ['-p', root]]],
  ['types of the dashboard', [bin('tsc'), ['-p', join(root, 'dashboard')]]],
  ['style', [bin('biome'), ['check', '--error-on-warnings', '.']]],
  ['architecture', node(join(root, 'tools', 'check-architecture.ts'))],
  ['generated files', node(join(root, 'tools', 'generate-reference.ts'), '--check')],
];

let failed = 0;
for (const [name, [command, args]] of checks) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (done.status === 0) continue;
  failed += 1;
  console.error(`${name}: not in order`);
}
process.exit(failed === 0 ? 0 : 1);
