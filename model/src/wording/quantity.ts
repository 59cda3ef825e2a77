/** Numbers as people read them: a value with its unit, no more digits than carry meaning. */

const PERIODS: Readonly<Record<string, string>> = { s: 'second', min: 'minute', h: 'hour' };

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `unit` is UCUM, or `share` for a ratio that is read as percent. Unknown values read `no data`. */
export function formatQuantity(value: number | undefined, unit: string): string {
  if (value === undefined || !Number.isFinite(value)) return 'no data';
  switch (unit) {
    case 'By':
      return formatBytes(value);
    case 's':
      return formatSeconds(value);
    case 'ms':
      return formatSeconds(value / 1000);
    case 'share':
      return `${formatNumber(value * 100)} %`;
    case '%':
      return `${formatNumber(value)} %`;
    case '1/s':
      return `${formatNumber(value)} a second`;
    case '1/min':
      return `${formatNumber(value)} a minute`;
    case '1':
    case '':
      return formatNumber(value);
    default:
      return `${formatNumber(value)} ${unitWord(unit, value)}`;
  }
}

/** Three significant digits, thousands set apart by a comma. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 999.5) return Math.round(value).toLocaleString('en-US');
  if (size >= 100 || Number.isInteger(value)) return String(Math.round(value));
  if (size >= 10) return trimmed(value, 1);
  if (size >= 1) return trimmed(value, 1);
  if (size === 0) return '0';
  return String(Number(value.toPrecision(2)));
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function formatBytes(value: number): string {
  let scaled = value;
  let step = 0;
  while (Math.abs(scaled) >= 1024 && step < BYTES.length - 1) {
    scaled /= 1024;
    step += 1;
  }
  return `${formatNumber(scaled)} ${BYTES[step]}`;
}

function formatSeconds(value: number): string {
  const size = Math.abs(value);
  if (size >= 172_800) return `${formatNumber(value / 86_400)} d`;
  if (size >= 7200) return `${formatNumber(value / 3600)} h`;
  if (size >= 120) return `${formatNumber(value / 60)} min`;
  if (size >= 1) return `${formatNumber(value)} s`;
  if (size >= 1e-3 || size === 0) return `${formatNumber(value * 1000)} ms`;
  return `${formatNumber(value * 1e6)} µs`;
}

/** `{connection}` becomes `connections`, `{request}/min` `requests a minute`; other units stand as they are. */
function unitWord(unit: string, value: number): string {
  const rate = /^(.+)\/(s|min|h)$/.exec(unit);
  if (rate) return `${unitWord(rate[1]!, value)} a ${PERIODS[rate[2]!]}`;
  const annotation = /^\{(.+)\}$/.exec(unit);
  if (!annotation) return unit;
  const word = annotation[1]!;
  return Math.abs(value) === 1 || word.endsWith('s') ? word : `${word}s`;
}
