import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Path of a program of the Python registry, or why it cannot be had. Installed once, into an environment of its own in the
 * cache of this user.
 */
export function pythonProgram(name: string, version: string): { readonly path: string } | { readonly missing: string } {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const environment = join(cache, 'foreshock-judges', `${name}-${version}`);
  const path = join(environment, 'bin', name);
  if (existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0) return { path };
  // What is there is of an installation that was broken off.
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(environment, { recursive: true });
  try {
    execFileSync('python3', ['-m', 'venv', environment], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    const pip = ['install', '--quiet', '--disable-pip-version-check', `${name}==${version}`];
    execFileSync(join(environment, 'bin', 'pip'), pip, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    return { path };
  } catch (error) {
    rmSync(environment, { recursive: true, force: true });
    const last = String(error).trim().split('\n').at(-1) ?? '';
    return { missing: `${name} ${version} cannot be installed from the Python registry: ${last}` };
  }
}
