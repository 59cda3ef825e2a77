/** A string literal of ClickHouse SQL. Only for what cannot be a parameter: tokens of inserts. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

/** A step of time in whole milliseconds, at least 1. */
export function stepOf(duration: number): number {
  const step = Math.floor(duration);
  return Number.isSafeInteger(step) && step >= 1 ? step : 1;
}
