/** Severity numbers of the OpenTelemetry logs data model: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20 error, 21-24 fatal. */
export const severityNames = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type SeverityName = (typeof severityNames)[number] | 'unspecified';

export function severityName(number: number): SeverityName {
  return severityNames[Math.ceil(number / 4) - 1] ?? 'unspecified';
}

/** A warning, or worse. */
export function isWarningSeverity(number: number): boolean {
  return number >= 13;
}

export function isErrorSeverity(number: number): boolean {
  return number >= 17;
}
