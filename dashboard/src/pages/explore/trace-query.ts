/** The language of the query bar for traces: `operation="GET /cart" duration>=500ms error`. */

export interface TraceQuery {
  readonly operation: string | undefined;
  readonly minDurationMs: number | undefined;
  readonly maxDurationMs: number | undefined;
  readonly errorsOnly: boolean;
  /** Parts that could not be read, as they were typed. */
  readonly unread: readonly string[];
}

const scales: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000 };
const TOKEN = /(?:[a-z]+(?:=|>=|<=|>|<))?"[^"]*"|\S+/gi;

export function parseTraceQuery(text: string): TraceQuery {
  let operation: string | undefined;
  let minDurationMs: number | undefined;
  let maxDurationMs: number | undefined;
  let errorsOnly = false;
  const unread: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const named = /^(?:operation|op)="?([^"]+)"?$/i.exec(token);
    const duration = /^duration(>=|>|<=|<)(\d+(?:\.\d+)?)(us|ms|s|min|m)?$/i.exec(token);
    if (named) operation = named[1];
    else if (duration) {
      const length = Number(duration[2]) * (scales[duration[3]?.toLowerCase() ?? 'ms'] ?? 1);
      if (duration[1]!.startsWith('>')) minDurationMs = length;
      else maxDurationMs = length;
    } else if (/^errors?(?:=true)?$/i.test(token)) errorsOnly = true;
    else unread.push(token);
  }
  return { operation, minDurationMs, maxDurationMs, errorsOnly, unread };
}

/** The same query with other bounds for the duration, in whole milliseconds. */
export function withDurations(text: string, fromMs: number, toMs: number): string {
  const rest = [...text.matchAll(TOKEN)].map(([token]) => token).filter((token) => !/^duration/i.test(token));
  return [...rest, `duration>=${Math.floor(fromMs)}ms`, `duration<=${Math.ceil(toMs)}ms`].join(' ');
}
