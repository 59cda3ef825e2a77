import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@foreshock/simulator/random.ts';
import type { Platform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import { RESTART_WITHIN_MS } from './judge-stored.ts';

export type Victim = 'gateway' | 'engine' | 'both';

/** kill -9 at a random moment within a second and a half; resolves when another process runs in its place. */
export async function killOnce(platform: Platform, victim: Victim, random: Random): Promise<void> {
  const names = victim === 'both' ? (['gateway', 'engine'] as const) : [victim];
  const pids = await until('a process to kill', RESTART_WITHIN_MS, () => names.map((name) => platform.pidOf(name)));
  await pause(random.between(50, 1_500));
  for (const pid of pids) killIfAlive(pid);
  for (const [index, name] of names.entries()) {
    await until(`another ${name}`, RESTART_WITHIN_MS, () => platform.pidOf(name) !== pids[index], platform.output);
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile: the program says so, and starts another.
  }
}
