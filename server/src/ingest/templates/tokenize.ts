/** Hot path: one scan over char codes, no regular expression in the common case; `template-tree.ts` reads what it writes. */

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
      const raw = line.slice(i, Math.min(stop, i + MAX_TOKEN_LENGTH));
      const slot = slotOf(raw);
      kind = slot === undefined ? CONSTANT : SLOT;
      text = slot ?? raw;
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

/** The type of slot that a token is; `undefined` for a constant. */
export function slotOf(token: string): string | undefined {
  let digits = 0;
  let letters = 0;
  let upper = 0;
  let dots = 0;
  let slashes = 0;
  let nonHex = 0;
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
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
  if (slashes > 0 && token.length > 1 && (token.charCodeAt(0) === 47 || token.includes('://'))) return '<PATH>';
  if (digits > 0 && letters === 0) return '<NUM>';
  if (digits >= 2) return '<ID>';
  if (digits === 1) return oneDigitSlot(token, letters, nonHex);
  if (dots >= 2 && upper === 0 && slashes === 0 && letters > 0 && token.charCodeAt(token.length - 1) !== 46)
    return '<HOST>';
  if (letters >= 3 && letters <= 9 && CALENDAR.has(token.toLowerCase())) return '<NUM>';
  return undefined;
}

function oneDigitSlot(token: string, letters: number, nonHex: number): string | undefined {
  const first = token.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    if (token[1] === 'x' || token[1] === 'X') return '<HEX>';
    const unit = UNITS.get(token.slice(1).toLowerCase());
    if (unit !== undefined) return unit;
  }
  const isHexText = nonHex === 0 && token.length >= 6 && letters + 1 === token.length;
  return isHexText ? '<HEX>' : undefined;
}
