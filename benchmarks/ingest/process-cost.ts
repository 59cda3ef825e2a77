import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { childrenOf } from '../../test/support/process-tree.ts';
import { residentMemory } from '../../test/support/resident-memory.ts';

/** What processes have used so far; Linux only, from `proc(5)`. */
export interface ProcessCost {
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Resident now, and the most so far. */
  readonly rssMiB: number;
  readonly peakMiB: number;
}

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** A process and all that came from it. */
export function treeOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap((child) => treeOf(child.pid))];
}

export function costOf(pids: readonly number[]): ProcessCost {
  return pids.map(costOfOne).reduce((sum, one) => ({
    cpuSeconds: sum.cpuSeconds + one.cpuSeconds,
    rssMiB: sum.rssMiB + one.rssMiB,
    peakMiB: sum.peakMiB + one.peakMiB,
  }));
}

function costOfOne(pid: number): ProcessCost {
  // The command's name may hold anything, a parenthesis too: fields are counted from the last one.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const { nowMiB, peakMiB } = residentMemory(pid);
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    rssMiB: nowMiB,
    peakMiB,
  };
}

/** Moves a process with all of its threads; what it starts from then on stays there too. */
export function pinTo(core: number, pid: number): void {
  execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' });
}
