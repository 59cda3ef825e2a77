import { codes, isBlank, isDelimiter, loadLine, MAX_TOKEN_LENGTH, MAX_TOKENS, slotOf, tokenEnd } from './scan-token.ts';

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
}

/**
 * The typed tokens of a line. At most 8 KiB, 128 tokens and 256 characters a token are read; what comes after the
 * tokens is one `<...>`. The third and later of slots that follow each other with blanks between are dropped, so a list
 * of any length is one template. `hash-signature.ts` follows the same steps.
 */
export function tokenize(line: string): TokenLine {
  const end = loadLine(line);
  const texts: string[] = [];
  const kinds: number[] = [];
  const spaced: boolean[] = [];
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
    if (texts.length >= MAX_TOKENS) {
      texts.push('<...>');
      kinds.push(SLOT);
      spaced.push(true);
      break;
    }
    let kind = DELIMITER;
    let stop = i + 1;
    let text = line.slice(i, stop);
    if (!isDelimiter(code)) {
      stop = tokenEnd(i, end);
      const read = Math.min(stop, i + MAX_TOKEN_LENGTH);
      const slot = slotOf(i, read);
      kind = slot === undefined ? CONSTANT : SLOT;
      text = slot ?? line.slice(i, read);
    }
    // Tokens without a blank between are parted by a delimiter, so slots in a row have blanks between.
    slotRun = kind === SLOT ? slotRun + 1 : 0;
    if (slotRun <= 2) {
      texts.push(text);
      kinds.push(kind);
      spaced.push(blank);
    }
    blank = false;
    i = stop;
  }
  return { texts, kinds, spaced };
}
