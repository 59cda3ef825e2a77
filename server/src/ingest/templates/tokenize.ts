/**
 * Hot path, `benchmarks/mine-templates.ts`: one scan over char codes, no regular expression. `hashSignature` makes of a line
 * seen before a number without a single string; `tokenize` is the plain way, and the test holds one against the other.
 */

/** What a token is: text that stays, a slot of one type, or a delimiter. */
export const CONSTANT = 0;
export const SLOT = 1;
export const DELIMITER = 2;

/** A line as tokens. Arrays are of equal length. */
export interface TokenLine {
  /** Slots as `<NUM>`, `<ID>`, `<PATH>`, `<HOST>`, `<HEX>`, `<DUR>`, `<SIZE>`. */
  readonly texts: readonly string[];
  readonly kinds: readonly number[];
  /** White space stood before the token. */
  readonly spaced: readonly boolean[];
  /** The tokens as written, which is equal for lines that differ in slots alone. */
  readonly signature: string;
}

const MAX_LINE = 8_192;
const MAX_TOKENS = 128;
const MAX_TOKEN_LENGTH = 256;
/** An address such as `00:1b:44:11:3a:b7` has at least this many pairs; a time of day has three. */
const MIN_ADDRESS_PAIRS = 5;

const UNITS = new Map([
  ...['ns', 'us', 'ms', 's', 'sec', 'secs', 'm', 'min', 'mins', 'h', 'hr', 'hrs', 'd'].map(
    (unit) => [unit, '<DUR>'] as const,
  ),
  ...['b', 'k', 'kb', 'kib', 'mb', 'mib', 'g', 'gb', 'gib', 'tb', 'tib', 'ki', 'mi', 'gi', 'bytes'].map(
    (unit) => [unit, '<SIZE>'] as const,
  ),
]);

const CALENDAR = new Set(
  (
    'jan feb mar apr may jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun january february march april june ' +
    'july august september october november december monday tuesday wednesday thursday friday saturday sunday'
  ).split(' '),
);

const calendarPrefix = new Uint8Array(26 ** 3);
for (const word of CALENDAR)
  calendarPrefix[prefixIndex(word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2))] = 1;
const delimiter = new Uint8Array(128);
for (const char of '=,;()[]{}"\'|:') delimiter[char.charCodeAt(0)] = 1;
const endsUrl = new Uint8Array(128);
for (const char of ',;)]"\'') endsUrl[char.charCodeAt(0)] = 1;

/**
 * The typed tokens of a line. At most 8 KiB, 128 tokens and 256 characters a token are read; what comes after the
 * tokens is one `<...>`. The third and later of slots that follow each other with blanks between are dropped, so a list
 * of any length is one template.
 */
export function tokenize(line: string): TokenLine {
  const end = Math.min(line.length, MAX_LINE);
  const texts: string[] = [];
  const kinds: number[] = [];
  const spaced: boolean[] = [];
  let signature = '';
  let blank = false;
  let slotRun = 0;
  let i = 0;

  while (i < end) {
    const code = line.charCodeAt(i);
    if (code <= 32 || code === 0xa0) {
      blank = true;
      i++;
      continue;
    }
    if (texts.length >= MAX_TOKENS) {
      texts.push('<...>');
      kinds.push(SLOT);
      spaced.push(true);
      signature += ' <...>';
      break;
    }
    let kind = DELIMITER;
    let text: string;
    if (code < 128 && delimiter[code] === 1) {
      text = line[i]!;
      i++;
    } else {
      const stop = tokenEnd(line, i, end);
      const read = Math.min(stop, i + MAX_TOKEN_LENGTH);
      const slot = slotOf(line, i, read);
      kind = slot === undefined ? CONSTANT : SLOT;
      text = slot ?? line.slice(i, read);
      i = stop;
    }
    // Tokens without a blank between are parted by a delimiter, so slots in a row have blanks between.
    slotRun = kind === SLOT ? slotRun + 1 : 0;
    if (slotRun <= 2) {
      texts.push(text);
      kinds.push(kind);
      spaced.push(blank);
      signature += blank ? ` ${text}` : text;
    }
    blank = false;
  }
  return { texts, kinds, spaced, signature };
}

/** Index after the token that starts at `start`. */
function tokenEnd(line: string, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const code = line.charCodeAt(i);
    if (code <= 32 || code === 0xa0) return i;
    if (code < 128 && delimiter[code] === 1) {
      if (code !== 58) return i;
      if (line.charCodeAt(i + 1) === 47 && line.charCodeAt(i + 2) === 47) return urlEnd(line, i + 3, end);
      const address = i === start + 2 ? addressEnd(line, start, end) : 0;
      return address > 0 ? address : i;
    }
    i++;
  }
  return end;
}

function urlEnd(line: string, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const code = line.charCodeAt(i);
    if (code <= 32 || (code < 128 && endsUrl[code] === 1)) return i;
    i++;
  }
  return end;
}

/** Index after `hh:hh:hh:hh:hh...`, 0 when `start` is no such address. */
function addressEnd(line: string, start: number, end: number): number {
  let pairs = 0;
  let i = start;
  while (i + 2 <= end && isHex(line.charCodeAt(i)) && isHex(line.charCodeAt(i + 1))) {
    pairs++;
    i += 2;
    if (line.charCodeAt(i) !== 58) break;
    i++;
  }
  if (line.charCodeAt(i - 1) === 58) i--;
  return pairs >= MIN_ADDRESS_PAIRS ? i : 0;
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** The type of slot that the token at `[start, stop)` is; `undefined` for a constant. */
export function slotOf(line: string, start: number, stop: number): string | undefined {
  let digits = 0;
  let letters = 0;
  let upper = 0;
  let dots = 0;
  let slashes = 0;
  let nonHex = 0;
  for (let i = start; i < stop; i++) {
    const code = line.charCodeAt(i);
    if (code >= 48 && code <= 57) digits++;
    else if (code >= 97 && code <= 122) {
      letters++;
      if (code > 102) nonHex++;
    } else if (code >= 65 && code <= 90) {
      letters++;
      upper++;
      if (code > 70) nonHex++;
    } else if (code === 46) dots++;
    else if (code === 47) slashes++;
    else if (code > 127) {
      letters++;
      nonHex++;
    }
  }
  const length = stop - start;
  if (slashes > 0 && length > 1 && (line.charCodeAt(start) === 47 || hasScheme(line, start, stop))) return '<PATH>';
  if (digits > 0 && letters === 0) return '<NUM>';
  if (digits >= 2) return '<ID>';
  if (digits === 1) return oneDigitSlot(line, start, stop, letters, nonHex);
  const isHost = dots >= 2 && upper === 0 && slashes === 0 && letters > 0 && line.charCodeAt(stop - 1) !== 46;
  if (isHost) return '<HOST>';
  return letters === length && isCalendarWord(line, start, stop) ? '<NUM>' : undefined;
}

/** `://` somewhere inside. */
function hasScheme(line: string, start: number, stop: number): boolean {
  const at = line.indexOf('://', start);
  return at >= 0 && at + 3 <= stop;
}

function oneDigitSlot(line: string, start: number, stop: number, letters: number, nonHex: number): string | undefined {
  const first = line.charCodeAt(start);
  if (first >= 48 && first <= 57) {
    const second = line.charCodeAt(start + 1);
    if (stop > start + 1 && (second === 120 || second === 88)) return '<HEX>';
    const unit = UNITS.get(line.slice(start + 1, stop).toLowerCase());
    if (unit !== undefined) return unit;
  }
  const length = stop - start;
  return nonHex === 0 && length >= 6 && letters + 1 === length ? '<HEX>' : undefined;
}

/** The first three letters decide for almost every word that it is none. */
function isCalendarWord(line: string, start: number, stop: number): boolean {
  const length = stop - start;
  if (length < 3 || length > 9) return false;
  const prefix = prefixIndex(line.charCodeAt(start), line.charCodeAt(start + 1), line.charCodeAt(start + 2));
  return prefix >= 0 && calendarPrefix[prefix] === 1 && CALENDAR.has(line.slice(start, stop).toLowerCase());
}

/** Of three letters of either case a number below 26^3; -1 for other characters. */
function prefixIndex(a: number, b: number, c: number): number {
  const x = (a | 32) - 97;
  const y = (b | 32) - 97;
  const z = (c | 32) - 97;
  return x < 0 || x > 25 || y < 0 || y > 25 || z < 0 || z > 25 ? -1 : (x * 26 + y) * 26 + z;
}

/** A signature as two numbers of 32 bits and a count of tokens. Overwritten by the next call. */
export interface SignatureHash {
  low: number;
  high: number;
  tokens: number;
}

const SLOT_CODES = new Map(
  ['<NUM>', '<ID>', '<PATH>', '<HOST>', '<HEX>', '<DUR>', '<SIZE>'].map((slot, i) => [slot, 0x10000 + i]),
);
/** Beyond every char code: the end of a token, by what it was and whether a blank stood before it. */
const CONSTANT_END = 0x20000;
const OPEN_END = 0x20001;
const BLANK = 0x40000;
const LOW_PRIME = 0x01000193;
const HIGH_PRIME = 0x5bd1e995;

/** The hash of `tokenize(line).signature` in one scan that allocates nothing. */
export function hashSignature(line: string, into: SignatureHash): void {
  const end = Math.min(line.length, MAX_LINE);
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  let tokens = 0;
  let blank = false;
  let slotRun = 0;
  let i = 0;
  while (i < end) {
    const code = line.charCodeAt(i);
    if (code <= 32 || code === 0xa0) {
      blank = true;
      i++;
      continue;
    }
    if (tokens >= MAX_TOKENS) {
      low = Math.imul(low ^ OPEN_END, LOW_PRIME);
      high = Math.imul(high ^ OPEN_END, HIGH_PRIME);
      tokens++;
      break;
    }
    const isDelimiter = code < 128 && delimiter[code] === 1;
    const stop = isDelimiter ? i + 1 : tokenEnd(line, i, end);
    const read = Math.min(stop, i + MAX_TOKEN_LENGTH);
    const slot = isDelimiter ? undefined : slotOf(line, i, read);
    slotRun = slot === undefined ? 0 : slotRun + 1;
    if (slotRun <= 2) {
      tokens++;
      // Written out: variables that a function shares would leave the registers.
      if (slot === undefined) {
        for (let k = i; k < read; k++) {
          low = Math.imul(low ^ line.charCodeAt(k), LOW_PRIME);
          high = Math.imul(high ^ line.charCodeAt(k), HIGH_PRIME);
          high ^= high >>> 15;
        }
      }
      const last = slot === undefined ? CONSTANT_END : SLOT_CODES.get(slot)!;
      low = Math.imul(low ^ (blank ? last + BLANK : last), LOW_PRIME);
      high = Math.imul(high ^ (blank ? last + BLANK : last), HIGH_PRIME);
      high ^= high >>> 15;
    }
    blank = false;
    i = stop;
  }
  into.low = low >>> 0;
  into.high = high >>> 0;
  into.tokens = tokens;
}
