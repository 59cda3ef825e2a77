/** What a filter looks at, as it was written with the change. Entity and failure of a prediction never change. */
export interface ChangeFacts {
  readonly state?: string;
  readonly entity?: string;
  readonly failure?: string;
  readonly probability?: number;
  /** Of an incident. */
  readonly entities?: readonly { readonly entity: string }[];
  /** Before the change; null for what is new. */
  readonly before?: Pick<ChangeFacts, 'state' | 'probability' | 'entities'> | null;
}
