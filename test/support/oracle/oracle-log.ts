// What a client knows of each request it sent. The lines come from another process and outlive everything that is killed.
export type Fate = 'sent' | 'acked' | 'refused' | 'unknown';

export interface OracleLog {
  /** One line of the client: `s NUMBER`, `a NUMBER`, `t NUMBER REASON` (told to come again), `r`, or `u`. */
  hear(line: string): void;
  /** What became of each request: the last word about it. `sent` is as good as `unknown`. */
  readonly fates: ReadonlyMap<number, Fate>;
  /** Answers that tell a sender to drop what it sent, with their reason. */
  readonly refusals: readonly string[];
  /** How often the client was told to come again, by reason. */
  readonly retries: ReadonlyMap<string, number>;
  countOf(fate: Fate): number;
}

export function createOracleLog(): OracleLog {
  const fates = new Map<number, Fate>();
  const refusals: string[] = [];
  const retries = new Map<string, number>();
  return {
    hear: (line) => {
      const [, kind, digits, reason = ''] = /^(\w) (\d+) ?(.*)$/.exec(line) ?? [];
      const number = Number(digits);
      switch (kind) {
        case 's':
          fates.set(number, 'sent');
          return;
        case 'a':
          fates.set(number, 'acked');
          return;
        case 'r':
          fates.set(number, 'refused');
          refusals.push(`${number}: ${reason}`);
          return;
        case 't':
          retries.set(reason, (retries.get(reason) ?? 0) + 1);
          return;
        case 'u':
          fates.set(number, 'unknown');
          return;
        default:
          throw new Error(`the client said "${line}"`);
      }
    },
    fates,
    refusals,
    retries,
    countOf: (fate) => [...fates.values()].filter((one) => one === fate).length,
  };
}
