// Nothing lost, nothing twice: the real platform under load, with a client in another process that remembers every
// answer. `--rounds N` kills (default 50), `--seed N` to repeat a run. Then requests that the store never takes, damage on
// disk, a clock that is set, a disk that is full.
import { parseArgs } from 'node:util';
import { startPlatform } from '../../test/support/platform.ts';
import type { JudgedCase } from '../judge.ts';
import { judgeByClock } from './faults/clock-jumps.ts';
import { judgeByDamage } from './faults/damage.ts';
import { judgeByFullDisk } from './faults/full-disk.ts';
import { judgeByKills } from './faults/kills.ts';
import { judgeByPoison } from './faults/poison.ts';

/** Each is a line of 60 MiB. */
const MOST_POISON = 3;

export async function judge(args: readonly string[], report: (judged: JudgedCase) => void): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '50' }, seed: { type: 'string' } },
  });
  const rounds = Number(values.rounds);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!(rounds >= 1) || !Number.isInteger(seed)) throw new Error('--rounds and --seed must be whole numbers');
  const platform = await startPlatform();
  try {
    await judgeByKills({ platform, rounds, seed, report });
  } finally {
    await platform.remove();
  }
  await judgeByPoison(seed, Math.min(rounds, MOST_POISON), report);
  await judgeByDamage(seed, report);
  await judgeByClock(seed, report);
  await judgeByFullDisk(seed, report);
}
