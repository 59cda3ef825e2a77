/** What the trees were asked and what they said, kept beside a row of the hazard until it is decided. Plain data. */
export interface TreesRow {
  readonly codes: Uint8Array;
  /** Absent where no trees spoke. */
  readonly said?: TreesOdds;
}

/** By horizon. */
export interface TreesOdds {
  readonly raw: readonly number[];
  readonly calibrated: readonly number[];
  /** Of the same fit without any tree, calibrated in the same way: the rate of rows like these. */
  readonly rate: readonly number[];
}
