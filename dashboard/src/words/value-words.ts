const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** At most three digits that mean something: `0.31`, `2.1`, `212`, `27,140`. */
export function numberWords(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en');
  if (size >= 10) return value.toFixed(1).replace(/\.0$/, '');
  if (size >= 0.01) return String(Number(value.toPrecision(2)));
  return value === 0 ? '0' : value.toExponential(1);
}

/**
 * A figure with its unit, as UCUM writes units: `2.1 s`, `14 requests`, `3.2 GB`, `71 %`.
 *
 * unit   `By`, `s`, `ms`, `us`, `ns`, `%`, `1`, `{request}`, each also per second (`/s`); any other is put behind as it is
 */
export function valueWords(value: number, unit: string): string {
  const perSecond = unit.endsWith('/s') && unit.length > 2;
  const base = perSecond ? unit.slice(0, -2) : unit;
  return `${baseWords(value, base)}${perSecond ? '/s' : ''}`;
}

/** The unit alone, as a note says it: `bytes`, `requests/s`; empty for plain numbers. */
export function unitWords(unit: string): string {
  if (unit === '' || unit === '1') return '';
  const perSecond = unit.endsWith('/s') && unit.length > 2;
  const base = perSecond ? unit.slice(0, -2) : unit;
  const word = base === 'By' ? 'bytes' : nounWords(base, 2);
  return `${word}${perSecond ? '/s' : ''}`;
}

function baseWords(value: number, unit: string): string {
  switch (unit) {
    case 'By':
      return byteWords(value);
    case 's':
      return secondWords(value);
    case 'ms':
      return secondWords(value / 1e3);
    case 'us':
      return secondWords(value / 1e6);
    case 'ns':
      return secondWords(value / 1e9);
    case '%':
      return `${numberWords(value)} %`;
    case '':
    case '1':
      return numberWords(value);
    default:
      return `${numberWords(value)} ${nounWords(unit, value)}`;
  }
}

function byteWords(value: number): string {
  let scaled = value;
  let step = 0;
  while (Math.abs(scaled) >= 1000 && step < byteUnits.length - 1) {
    scaled /= 1000;
    step += 1;
  }
  return `${numberWords(scaled)} ${byteUnits[step]}`;
}

function secondWords(seconds: number): string {
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 1e-3) return `${numberWords(seconds * 1e6)} µs`;
  if (size < 1) return `${numberWords(seconds * 1e3)} ms`;
  if (size < 120) return `${numberWords(seconds)} s`;
  if (size < 7200) return `${numberWords(seconds / 60)} min`;
  return `${numberWords(seconds / 3600)} h`;
}

function nounWords(unit: string, value: number): string {
  const noun = /^\{(\w+)\}$/.exec(unit)?.[1];
  if (!noun) return unit.replace(/[{}]/g, '');
  const readable = noun.replaceAll('_', ' ');
  return value === 1 || readable.endsWith('s') ? readable : `${readable}s`;
}

/** Large counts as people say them: `940`, `312,400`, `1.2 M`, `3.4 G`. */
export function shortNumberWords(value: number): string {
  const size = Math.abs(value);
  if (size < 1e6) return numberWords(size < 100 ? value : Math.round(value));
  return size < 1e9 ? `${numberWords(value / 1e6)} M` : `${numberWords(value / 1e9)} G`;
}
