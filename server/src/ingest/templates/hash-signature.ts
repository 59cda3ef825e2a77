/**
 * Hot path, `benchmarks/mine-templates.ts`: most lines were seen before but for their slots, and finding that out needs no
 * string. The test holds it against `tokenize.ts`.
 */
import { codes, isBlank, isDelimiter, loadLine, MAX_TOKEN_LENGTH, MAX_TOKENS, slotOf, tokenEnd } from './scan-token.ts';

/** The tokens of a line as two numbers of 32 bits and their count. Overwritten by the next call. */
export interface SignatureHash {
  low: number;
  high: number;
  tokens: number;
}

/** Beyond every char code: the end of a token, by what it was and whether a blank stood before it. */
const SLOT_ENDS = new Map(
  ['<NUM>', '<ID>', '<PATH>', '<HOST>', '<HEX>', '<DUR>', '<SIZE>'].map((slot, i) => [slot, 0x10000 + i]),
);
const CONSTANT_END = 0x20000;
const OPEN_END = 0x20001;
const BLANK = 0x40000;
/** FNV-1a and Murmur 2. */
const LOW_SEED = 0x811c9dc5;
const LOW_PRIME = 0x01000193;
const HIGH_SEED = 0x9747b28c;
const HIGH_PRIME = 0x5bd1e995;

/** Equal for two lines exactly when `tokenize` gives them equal tokens, but for one chance in 2^64. */
export function hashSignature(line: string, into: SignatureHash): void {
  const end = loadLine(line);
  let low = LOW_SEED;
  let high = HIGH_SEED;
  let tokens = 0;
  let blank = false;
  let slotRun = 0;
  let i = 0;
  while (i < end) {
    const code = codes[i]!;
    if (isBlank(code)) {
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
    const isPart = !isDelimiter(code);
    const stop = isPart ? tokenEnd(i, end) : i + 1;
    const read = Math.min(stop, i + MAX_TOKEN_LENGTH);
    const slot = isPart ? slotOf(i, read) : undefined;
    slotRun = slot === undefined ? 0 : slotRun + 1;
    if (slotRun <= 2) {
      tokens++;
      // Written out: variables that a function shares would leave the registers.
      if (slot === undefined) {
        for (let k = i; k < read; k++) {
          low = Math.imul(low ^ codes[k]!, LOW_PRIME);
          high = Math.imul(high ^ codes[k]!, HIGH_PRIME);
          high ^= high >>> 15;
        }
      }
      const tokenIs = (slot === undefined ? CONSTANT_END : SLOT_ENDS.get(slot)!) + (blank ? BLANK : 0);
      low = Math.imul(low ^ tokenIs, LOW_PRIME);
      high = Math.imul(high ^ tokenIs, HIGH_PRIME);
      high ^= high >>> 15;
    }
    blank = false;
    i = stop;
  }
  into.low = low >>> 0;
  into.high = high >>> 0;
  into.tokens = tokens;
}
