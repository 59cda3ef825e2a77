// Checks first, then every test; further arguments go to the test runner.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TEST_PREPARED } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { prepareMetadataDirectory } from '@foreshock/server/store/metadata/prepare-directory.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = (...args: string[]): number =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: root, stdio: 'inherit' })
    .status ?? 1;

const given = process.argv.slice(2);
const checked = given.length > 0 ? 0 : run(join(root, 'tools', 'check.ts'));
// Made once here, or the first test of each worker would spend its time on it.
if (!existsSync(TEST_PREPARED)) await prepareMetadataDirectory(TEST_PREPARED);
const tested = run(join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...given);
process.exit(checked === 0 && tested === 0 ? 0 : 1);
