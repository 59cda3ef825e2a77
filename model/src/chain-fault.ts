/** `cut`: rows that an anchor knows of are not there any more. `added`: a row at a place that no row ever had. */
export type ChainFaultKind = 'edited' | 'removed' | 'reordered' | 'added' | 'cut';

/** Rows `from` to `to`, both included, are not what was written; of edited ones at least one among them is not. */
export interface ChainFault {
  readonly fault: ChainFaultKind;
  readonly from: number;
  readonly to: number;
}
