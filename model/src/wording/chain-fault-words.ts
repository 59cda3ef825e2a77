import type { ChainFault } from '../chain-fault.ts';

/** `row 3 was edited`, `rows 7 to 9 were removed`. */
export function chainFaultWords({ fault, from, to }: ChainFault): string {
  const isOne = from === to;
  const rows = isOne ? `row ${from}` : `rows ${from} to ${to}`;
  const were = isOne ? 'was' : 'were';
  switch (fault) {
    case 'edited':
      return isOne ? `${rows} was edited` : `${rows}: at least one was edited`;
    case 'removed':
      return `${rows} ${were} removed`;
    case 'reordered':
      return `${rows} ${were} written at another place`;
    case 'added':
      return `${rows} ${were} added where no row was`;
    case 'cut':
      return `${rows} ${were} cut off at the end`;
  }
}
