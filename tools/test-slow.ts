// The demo's story, and the real OpenTelemetry Collector and telemetrygen where they are named:
//   --otelcol FILE --telemetrygen FILE
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { otelcol: { type: 'string' }, telemetrygen: { type: 'string' } } });
const { otelcol, telemetrygen } = values;
const hasPeers = otelcol !== undefined && telemetrygen !== undefined;
if (!hasPeers) {
  console.error('SKIPPED: tests with the OpenTelemetry Collector; name the programs with --otelcol and --telemetrygen');
}
const run = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    join(root, 'vitest.slow.config.ts'),
    'test/demo',
    ...(hasPeers ? ['test/collector'] : []),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(hasPeers && { OTELCOL: otelcol, TELEMETRYGEN: telemetrygen }) },
  },
);
process.exit(run.status ?? 1);
