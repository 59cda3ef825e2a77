import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileIfAny } from '../../base/durable-file.ts';
import type { StreamBacklog } from '../telemetry-stream.ts';

export type DamagedRange = StreamBacklog['damaged'][number];

/** What could not be read, kept over restarts: each loss is told until somebody has seen to it and removes the file. */
export interface DamageLog {
  add(range: DamagedRange): Promise<void>;
  /** The last ones, oldest first. */
  list(): readonly DamagedRange[];
}

export const DAMAGE_FILE = 'damaged.jsonl';
/** A list for people: beyond so many the journal is lost anyway, and the last are the ones to look at. */
const MAX_RANGES = 1_000;

export async function openDamageLog(directory: string): Promise<DamageLog> {
  const path = join(directory, DAMAGE_FILE);
  const text = (await readFileIfAny(path))?.toString('utf8') ?? '';
  const ranges = text.split('\n').flatMap(parseLine).slice(-MAX_RANGES);
  return {
    add: async (range) => {
      // A range that is read again after a crash is the same one.
      if (ranges.some(({ from }) => from === range.from)) return;
      ranges.push(range);
      if (ranges.length > MAX_RANGES) ranges.shift();
      await appendFile(path, `${JSON.stringify(range)}\n`, { mode: 0o600, flush: true });
    },
    list: () => [...ranges],
  };
}

/** Empty for a line that is not ours or torn. */
function parseLine(line: string): DamagedRange[] {
  try {
    const { from, bytes, reason } = JSON.parse(line) as Partial<DamagedRange>;
    const isWhole = typeof from === 'string' && typeof bytes === 'number' && typeof reason === 'string';
    return isWhole ? [{ from, bytes, reason }] : [];
  } catch {
    return [];
  }
}
