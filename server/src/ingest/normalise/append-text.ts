// Hot path, benchmarks/normalise.ts: new texts are written into one growing buffer.
import type { TextColumn } from '@foreshock/model/text-column.ts';

/** New texts of a request, to stand behind the bytes that its columns are slices of. */
export interface AppendedTexts {
  /** Where the text begins among the new bytes; it ends where they end now. */
  add(text: string): number;
  readonly size: number;
  /** The bytes of a column with the new ones behind. Columns over one buffer stay over one buffer. */
  behind(bytes: Uint8Array): Uint8Array;
}

/** Longest UTF-8 of a UTF-16 unit. */
const MOST_BYTES_A_UNIT = 3;

/** Up to this length a loop is faster than a call into the runtime. */
const SHORT = 48;

/** Where the text ends. */
function writeShort(into: Buffer, text: string, start: number): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return start + into.write(text, start, 'utf8');
    into[start + i] = code;
  }
  return start + text.length;
}

export function createAppendedTexts(): AppendedTexts {
  let written = Buffer.allocUnsafeSlow(16_384);
  let size = 0;
  const joined = new Map<Uint8Array, Uint8Array>();
  return {
    add(text) {
      const most = size + text.length * MOST_BYTES_A_UNIT;
      if (most > written.length) {
        const grown = Buffer.allocUnsafeSlow(Math.max(most, written.length * 2));
        written.copy(grown, 0, 0, size);
        written = grown;
      }
      const start = size;
      size = text.length > SHORT ? size + written.write(text, size, 'utf8') : writeShort(written, text, size);
      if (joined.size > 0) joined.clear();
      return start;
    },
    get size() {
      return size;
    },
    behind(bytes) {
      const known = joined.get(bytes);
      if (known) return known;
      const whole = new Uint8Array(bytes.length + size);
      whole.set(bytes);
      whole.set(written.subarray(0, size), bytes.length);
      joined.set(bytes, whole);
      return whole;
    },
  };
}

/** Slices among new bytes, by row. */
export type NewTexts = ReadonlyMap<number, readonly [start: number, end: number]>;

export function addText(texts: AppendedTexts, text: string): readonly [start: number, end: number] {
  const start = texts.add(text);
  return [start, texts.size];
}

/** A text column with some rows changed to slices of `texts`. */
export function replaceTexts(column: TextColumn, changes: NewTexts, texts: AppendedTexts): TextColumn {
  if (changes.size === 0) return column;
  const start = column.start.slice();
  const end = column.end.slice();
  for (const [row, [from, to]] of changes) {
    start[row] = column.bytes.length + from;
    end[row] = column.bytes.length + to;
  }
  return { bytes: texts.behind(column.bytes), start, end };
}
