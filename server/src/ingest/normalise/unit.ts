/** Spellings of units that senders use, as UCUM; of other texts the text itself. Annotations such as `{request}` are UCUM. */
const UCUM: ReadonlyMap<string, string> = new Map([
  ...(['ns', 'nanosecond', 'nanoseconds', 'nanos'] as const).map((text) => [text, 'ns'] as const),
  ...(['us', 'µs', 'microsecond', 'microseconds', 'micros'] as const).map((text) => [text, 'us'] as const),
  ...(['ms', 'msec', 'millisecond', 'milliseconds', 'millis'] as const).map((text) => [text, 'ms'] as const),
  ...(['s', 'sec', 'secs', 'second', 'seconds'] as const).map((text) => [text, 's'] as const),
  ...(['min', 'minute', 'minutes'] as const).map((text) => [text, 'min'] as const),
  ...(['h', 'hour', 'hours'] as const).map((text) => [text, 'h'] as const),
  ...(['d', 'day', 'days'] as const).map((text) => [text, 'd'] as const),
  ...(['By', 'B', 'byte', 'bytes'] as const).map((text) => [text, 'By'] as const),
  ...(['KiB', 'kibibyte', 'kibibytes', 'KiBy'] as const).map((text) => [text, 'KiBy'] as const),
  ...(['MiB', 'mebibyte', 'mebibytes', 'MiBy'] as const).map((text) => [text, 'MiBy'] as const),
  ...(['GiB', 'gibibyte', 'gibibytes', 'GiBy'] as const).map((text) => [text, 'GiBy'] as const),
  ...(['kB', 'KB', 'kilobyte', 'kilobytes', 'kBy'] as const).map((text) => [text, 'kBy'] as const),
  ...(['MB', 'megabyte', 'megabytes', 'MBy'] as const).map((text) => [text, 'MBy'] as const),
  ...(['GB', 'gigabyte', 'gigabytes', 'GBy'] as const).map((text) => [text, 'GBy'] as const),
  ...(['bit', 'bits'] as const).map((text) => [text, 'bit'] as const),
  ...(['%', 'percent', 'pct'] as const).map((text) => [text, '%'] as const),
  ...(['1', 'ratio', 'unitless', 'dimensionless'] as const).map((text) => [text, '1'] as const),
  ...(['Hz', 'hertz'] as const).map((text) => [text, 'Hz'] as const),
  ...(['V', 'volt', 'volts'] as const).map((text) => [text, 'V'] as const),
  ...(['W', 'watt', 'watts'] as const).map((text) => [text, 'W'] as const),
  ...(['J', 'joule', 'joules'] as const).map((text) => [text, 'J'] as const),
  ...(['Cel', 'celsius', 'degC'] as const).map((text) => [text, 'Cel'] as const),
  ...(['By/s', 'B/s', 'Bps', 'bytes/s', 'bytes/sec', 'bytes per second'] as const).map(
    (text) => [text, 'By/s'] as const,
  ),
  ...(['request', 'requests', 'reqs'] as const).map((text) => [text, '{request}'] as const),
  ...(['connection', 'connections'] as const).map((text) => [text, '{connection}'] as const),
  ...(['thread', 'threads'] as const).map((text) => [text, '{thread}'] as const),
  ...(['error', 'errors'] as const).map((text) => [text, '{error}'] as const),
  ...(['message', 'messages'] as const).map((text) => [text, '{message}'] as const),
  ...(['packet', 'packets'] as const).map((text) => [text, '{packet}'] as const),
  ...(['pod', 'pods'] as const).map((text) => [text, '{pod}'] as const),
  ...(['core', 'cores'] as const).map((text) => [text, '{cpu}'] as const),
]);

export function ucumOf(unit: string): string {
  return UCUM.get(unit) ?? UCUM.get(unit.trim().toLowerCase()) ?? unit;
}
