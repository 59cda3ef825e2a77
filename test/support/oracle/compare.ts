// The verdict: what was sent, and what is stored.
import { numberedRequest } from './numbered-request.ts';
import type { OracleLog } from './oracle-log.ts';
import type { Stored } from './stored-requests.ts';

/** Numbers of requests, by what is wrong with them; all empty when nothing is. */
export interface Faults {
  /** Acknowledged, and not or not wholly there. */
  readonly lost: readonly number[];
  /** Some record more than once. */
  readonly doubled: readonly number[];
  /** Some records there and some not, whatever was answered. */
  readonly torn: readonly number[];
  /** Whole, and refused for good. */
  readonly refused: readonly number[];
  /** Cut off, and acknowledged. */
  readonly brokenButAcked: readonly number[];
  /** There, though the sender was told that it never will be. */
  readonly refusedButStored: readonly number[];
  /** There, and never sent. */
  readonly unheardOf: readonly number[];
  readonly strange: readonly string[];
}

export function compare(seed: number, { fates }: OracleLog, { requests, strange }: Stored): Faults {
  const lost: number[] = [];
  const doubled: number[] = [];
  const torn: number[] = [];
  const refused: number[] = [];
  const brokenButAcked: number[] = [];
  const refusedButStored: number[] = [];
  for (const [number, fate] of fates) {
    const stored = requests.get(number) ?? new Map<number, number>();
    const { records, isBroken } = numberedRequest(seed, number);
    const isWhole = stored.size === records;
    if (fate === 'acked' && !isWhole) lost.push(number);
    if ([...stored.values()].some((times) => times > 1)) doubled.push(number);
    if (stored.size > 0 && !isWhole) torn.push(number);
    if (fate === 'refused' && !isBroken) refused.push(number);
    if (fate === 'acked' && isBroken) brokenButAcked.push(number);
    if (fate === 'refused' && stored.size > 0) refusedButStored.push(number);
  }
  const unheardOf = [...requests.keys()].filter((number) => !fates.has(number));
  return { lost, doubled, torn, refused, brokenButAcked, refusedButStored, unheardOf, strange };
}

/** One line; empty when nothing is wrong. */
export function describeFaults(faults: Faults): string {
  return Object.entries(faults)
    .filter(([, found]) => found.length > 0)
    .map(([name, found]) => `${found.length} ${name} (${found.slice(0, 10).join(', ')})`)
    .join('; ');
}
