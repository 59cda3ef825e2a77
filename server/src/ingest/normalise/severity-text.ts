/** Severity numbers by the words of logging libraries, syslog and Windows (logs data model, appendix B), lower case. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...(['trace', 'finest', 'verbose', 'vrb', 'trc', 'silly', 't', 'v'] as const).map((text) => [text, 1] as const),
  ...(['debug', 'dbg', 'debug1', 'finer', 'fine', 'config', 'd'] as const).map((text) => [text, 5] as const),
  ...(['info', 'inf', 'information', 'informational', 'log', 'i'] as const).map((text) => [text, 9] as const),
  ...(['notice', 'success', 'n'] as const).map((text) => [text, 10] as const),
  ...(['warn', 'warning', 'wrn', 'w'] as const).map((text) => [text, 13] as const),
  ...(['error', 'err', 'eror', 'severe', 'failure', 'e'] as const).map((text) => [text, 17] as const),
  ...(['critical', 'crit', 'dpanic', 'c'] as const).map((text) => [text, 18] as const),
  ['alert', 19] as const,
  ...(['fatal', 'panic', 'emerg', 'emergency', 'ftl', 'f'] as const).map((text) => [text, 21] as const),
]);

/** 0 for a word that is none. */
export function severityOfText(text: string): number {
  return NUMBERS.get(text.trim().toLowerCase()) ?? 0;
}

/** Emergency to debug, RFC 5424. */
const SYSLOG = [21, 19, 18, 17, 13, 10, 9, 5] as const;

export function severityOfSyslog(level: number): number {
  return SYSLOG[level] ?? 0;
}

/** `level` of pino and bunyan (10 to 60), of syslog and GELF (0 to 7); 0 for other numbers. */
export function severityOfNumber(level: number): number {
  if (Number.isInteger(level) && level >= 0 && level <= 7) return severityOfSyslog(level);
  const pino: Readonly<Record<number, number>> = { 10: 1, 20: 5, 30: 9, 40: 13, 50: 17, 60: 21 };
  return pino[level] ?? 0;
}

/** A level in capitals before the message, as libraries write it: `2026-11-22 03:14:00 ERROR pool`, `[WARN] pool`. */
const LEADING = /(?:^|[\s[|(:])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|PANIC)(?:[\s\]|):]|$)/;
const LOOKED_AT = 64;

export function severityOfLine(line: string): number {
  const match = LEADING.exec(line.slice(0, LOOKED_AT));
  return match ? severityOfText(match[1]!) : 0;
}
