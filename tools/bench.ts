// Runs a benchmark of benchmarks/: `npm run bench -- NAME [options of that benchmark]`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../benchmarks', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const [name = '', ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`no benchmark "${name}"; npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exit(2);
}
const flags = ['--disable-warning=ExperimentalWarning', join(folder, `${name}.ts`), ...args];
process.exit(spawnSync(process.execPath, flags, { stdio: 'inherit' }).status ?? 1);
