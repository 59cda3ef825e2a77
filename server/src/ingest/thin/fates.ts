/** What becomes of each row. */
export interface Fates {
  /** Index of the rule that a row is not stored for; -1 for one that is. */
  readonly ruleOfRow: Int16Array;
  /** How many records a stored row stands for. */
  readonly weightOfRow: Float64Array;
}

/** Every row is stored, for itself alone. `decided` is 1 where a rule has decided: later ones are not asked. */
export function undecidedFates(rows: number): Fates & { readonly decided: Uint8Array } {
  return {
    ruleOfRow: new Int16Array(rows).fill(-1),
    weightOfRow: new Float64Array(rows).fill(1),
    decided: new Uint8Array(rows),
  };
}
