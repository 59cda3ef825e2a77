// The demo's story, kills under load and a storm of incidents, which take minutes.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    vitest,
    'run',
    '--config',
    join(root, 'vitest.slow.config.ts'),
    'test/demo',
    'test/faults',
    'test/storm',
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(run.status ?? 1);
