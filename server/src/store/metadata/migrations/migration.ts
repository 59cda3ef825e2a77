/** A change of the tables. Runs once, in one transaction with the note that it ran; only ever goes forward. */
export interface Migration {
  readonly name: string;
  /** Each is one statement. */
  readonly statements: readonly string[];
}
