import type { ChainFault } from '@foreshock/model/chain-fault.ts';
import { type ChainHead, type ChainRow, linkHash } from './hash-chain.ts';

export interface ChainVerdict {
  readonly intact: boolean;
  /** Rows that are there. */
  readonly rows: number;
  /** The last row. */
  readonly head: ChainHead;
  /** By place, at most `MAX_FAULTS`. */
  readonly faults: readonly ChainFault[];
  readonly faultCount: number;
}

/** Whoever has to read more than these looks at the backup instead. */
export const MAX_FAULTS = 100;
/** Places that are tried for a row that stands where it was not written. */
const MAX_PLACES = 2_000;

/**
 * Walks a chain and names every row that is not what was written.
 *
 * rows     all rows by sequence
 * anchors  heads that were seen before, some of them kept outside the store: each must still be part of the chain.
 *          Rows that were rewritten together with the hashes of all later ones show against these alone.
 */
export async function verifyChain(
  genesis: string,
  rows: AsyncIterable<ChainRow<unknown>>,
  anchors: readonly ChainHead[],
): Promise<ChainVerdict> {
  const anchored = Map.groupBy(anchors, ({ sequence }) => sequence);
  const faults: ChainFault[] = [];
  const misplaced: ChainRow<unknown>[] = [];
  let before: ChainHead = { sequence: 0, hash: genesis };
  let isBeforeBlamed = false;
  let agreedUntil = 0;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (row.sequence < 1) {
      faults.push({ fault: 'added', from: row.sequence, to: row.sequence });
      continue;
    }
    const isAfterGap = row.sequence > before.sequence + 1;
    if (isAfterGap) faults.push({ fault: 'removed', from: before.sequence + 1, to: row.sequence - 1 });
    const follows = row.previousHash === before.hash;
    let isBlamed = linkHash(row) !== row.hash;
    if (isBlamed) {
      const isOfHere = follows || isAfterGap || linkHash({ ...row, previousHash: before.hash }) === row.hash;
      if (isOfHere) faults.push({ fault: 'edited', from: row.sequence, to: row.sequence });
      else misplaced.push(row);
    } else if (!follows && !isAfterGap && !isBeforeBlamed) {
      // This row is whole and was written after another one than what stands before it now.
      const edited = Math.max(1, before.sequence);
      faults.push({ fault: 'edited', from: edited, to: edited });
      isBlamed = edited === row.sequence;
    }
    const disagrees = anchored.get(row.sequence)?.some(({ hash }) => hash !== row.hash);
    if (disagrees === true) {
      const isExplained = isBlamed || faults.some(({ from }) => from > agreedUntil);
      if (!isExplained) faults.push({ fault: 'edited', from: agreedUntil + 1, to: row.sequence });
    }
    if (disagrees !== undefined) agreedUntil = row.sequence;
    before = row;
    isBeforeBlamed = isBlamed || disagrees === true;
  }
  const last = Math.max(0, ...anchored.keys());
  if (before.sequence < last) faults.push({ fault: 'cut', from: before.sequence + 1, to: last });
  const places = placesOf(faults, misplaced);
  for (const row of misplaced) {
    const isOfElsewhere = places.some((sequence) => linkHash({ ...row, sequence }) === row.hash);
    faults.push({ fault: isOfElsewhere ? 'reordered' : 'edited', from: row.sequence, to: row.sequence });
  }
  faults.sort((one, other) => one.from - other.from);
  return {
    intact: faults.length === 0,
    rows: count,
    head: { sequence: before.sequence, hash: before.hash },
    faults: faults.slice(0, MAX_FAULTS),
    faultCount: faults.length,
  };
}

/** Where a row that was moved may come from: its place is empty now, or another row stands there. */
function placesOf(faults: readonly ChainFault[], misplaced: readonly ChainRow<unknown>[]): number[] {
  const places = misplaced.slice(0, MAX_PLACES).map(({ sequence }) => sequence);
  for (const { from, to } of faults) {
    for (let place = from; place <= to && places.length < MAX_PLACES; place += 1) places.push(place);
  }
  return places;
}
