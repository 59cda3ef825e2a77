// What a start needs beside the packages: the built dashboard and the prepared metadata directory. Each is made once and
// again when what it is made from has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareMetadataDirectory } from '@foreshock/server/store/metadata/prepare-directory.ts';
import { preparedDirectoryName } from '@foreshock/server/store/metadata/prepared-directory-name.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, 'node_modules', '.cache', 'foreshock');

/** Content of files below the given folders and of the lockfile. */
function fingerprint(folders: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of folders) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.includes('/dist/'));
    for (const path of paths.sort()) hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function buildDashboard(): void {
  const wanted = fingerprint(['dashboard', 'contract/src', 'model/src']);
  const mark = join(root, 'dashboard', 'dist', '.built-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.error('building the dashboard');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', 'dashboard', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) {
    console.error('cannot build the dashboard: see the messages of Vite above');
    process.exit(1);
  }
  writeFileSync(mark, wanted);
}

async function prepareMetadata(): Promise<void> {
  const path = join(cache, preparedDirectoryName());
  if (existsSync(path)) return;
  console.error('preparing the metadata database (once)');
  mkdirSync(cache, { recursive: true });
  await prepareMetadataDirectory(path);
}

await prepareMetadata();
buildDashboard();
