import { execFileSync } from 'node:child_process';

interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** Children of a process, as `ps` of Linux and macOS tells them. */
export function childrenOf(parent: number): RunningProcess[] {
  const table = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 16 * 2 ** 20 });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && Number(match[2]) === parent)
    .map((match) => ({ pid: Number(match![1]), command: match![3]! }));
}

/** False for what has ended, though its parent may not have looked yet. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
