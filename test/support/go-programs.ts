import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Paths of programs that others wrote in Go, by name; built when they are not there yet, which takes minutes.
 *
 * peers   a directory with a program `go-tools` that prints a path for each name it is given
 */
export function goPrograms<Name extends string>(peers: string, names: readonly Name[]): Record<Name, string> {
  const printed = execFileSync(join(peers, 'go-tools'), names, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const paths = printed.trim().split('\n');
  // The cast holds: one path a line, in the order of the names.
  return Object.fromEntries(names.map((name, index) => [name, paths[index]])) as Record<Name, string>;
}
