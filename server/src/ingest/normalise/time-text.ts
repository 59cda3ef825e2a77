const RFC3339 = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9})\d{0,6})?\s?(Z|z|UTC|[+-]\d{2}:?\d{2})$/;

/** Nanoseconds of a time with its zone; `undefined` for other texts: a time without a zone could be any. */
export function nanosecondsOfText(text: string): bigint | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, date, time, fraction = '', zone] = match;
  const offset = /^[+-]/.test(zone!) ? `${zone!.slice(0, 3)}:${zone!.slice(-2)}` : 'Z';
  const seconds = Date.parse(`${date}T${time}${offset}`);
  if (!Number.isFinite(seconds) || seconds <= 0) return undefined;
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

const YEAR_2001_SECONDS = 1e9;

/** Seconds, milliseconds, micro- or nanoseconds since 1970, told apart by their size; `undefined` before 2001. */
export function nanosecondsOfNumber(value: number): bigint | undefined {
  if (!Number.isFinite(value) || value < YEAR_2001_SECONDS) return undefined;
  const perUnit = value < 1e11 ? 1e9 : value < 1e14 ? 1e6 : value < 1e17 ? 1e3 : 1;
  if (value > 1.8e19) return undefined;
  const whole = Math.trunc(value);
  // What a double keeps of a fraction is microseconds of a second.
  return BigInt(whole) * BigInt(perUnit) + BigInt(Math.round((value - whole) * perUnit));
}
