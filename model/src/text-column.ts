/**
 * A column of texts as slices of one byte buffer: `bytes.subarray(start[i], end[i])` is the UTF-8 of row i.
 * `start[i] === end[i]` is the empty text. Slices may overlap and may lie in any order.
 */
export interface TextColumn {
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Invalid UTF-8 becomes U+FFFD. */
export function textAt(column: TextColumn, row: number): string {
  const start = column.start[row]!;
  const end = column.end[row]!;
  return start === end ? '' : decoder.decode(column.bytes.subarray(start, end));
}

export function textColumnOf(texts: readonly string[]): TextColumn {
  const parts = texts.map((text) => encoder.encode(text));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  const start = new Uint32Array(texts.length);
  const end = new Uint32Array(texts.length);
  let at = 0;
  for (const [row, part] of parts.entries()) {
    bytes.set(part, at);
    start[row] = at;
    at += part.length;
    end[row] = at;
  }
  return { bytes, start, end };
}
