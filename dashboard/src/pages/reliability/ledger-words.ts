import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';

type LedgerFault = OutputOf<Catalog['verifyLedger']>['faults'][number];

/** `Row 3 was edited.` */
export function ledgerFaultWords({ fault, from, to }: LedgerFault): string {
  const isOne = from === to;
  const rows = isOne ? `Row ${from}` : `Rows ${from} to ${to}`;
  const were = isOne ? 'was' : 'were';
  switch (fault) {
    case 'edited':
      return isOne ? `${rows} was edited.` : `At least one of rows ${from} to ${to} was edited.`;
    case 'removed':
      return `${rows} ${were} removed.`;
    case 'reordered':
      return `${rows} ${were} written at another place.`;
    case 'added':
      return `${rows} ${were} added where no row was.`;
    case 'cut':
      return `${rows} ${were} cut off at the end.`;
  }
}
