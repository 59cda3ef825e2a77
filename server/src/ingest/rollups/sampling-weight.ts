/** 56 bits: the whole of the threshold's scale. */
const SCALE = 2 ** 56;

/**
 * How many spans one sampled span stands for, from the `ot=th:` threshold in its trace state; 1 where none is sent.
 * Source: OpenTelemetry specification, "TraceState: Probability Sampling", threshold `th` as up to 14 hex digits.
 */
export function weightOfTraceState(traceState: string): number {
  const entry = /(?:^|,)\s*ot=([^,]*)/.exec(traceState);
  const threshold = entry && /(?:^|;)th:([0-9a-f]{1,14})(?:;|$)/.exec(entry[1]!);
  if (!threshold) return 1;
  const rejected = Number.parseInt(threshold[1]!.padEnd(14, '0'), 16);
  return SCALE / (SCALE - rejected);
}
