import { grow } from './grow.ts';

/** Ids of a fixed number of bytes, one after the other; all zero where there is none. */
export class IdColumn {
  /** Four bytes each, in the order they were sent. */
  words: Uint32Array<ArrayBuffer>;
  readonly #width: number;

  /** `width`: bytes of an id, a multiple of 4. */
  constructor(capacity: number, width: number) {
    this.#width = width >>> 2;
    this.words = new Uint32Array(capacity * this.#width);
  }

  /** `end === start` sets no id; else the slice must have the width of the column. */
  set(row: number, from: DataView, start: number, end: number): void {
    const words = this.words;
    const width = this.#width;
    const at = row * width;
    // A loop, because a call to fill costs more than two or four words.
    if (start === end) for (let i = 0; i < width; i++) words[at + i] = 0;
    else for (let i = 0; i < width; i++) words[at + i] = from.getUint32(start + i * 4, true);
  }

  grow(): void {
    this.words = grow(this.words);
  }

  finish(count: number): Uint8Array {
    return new Uint8Array(this.words.buffer, 0, count * this.#width * 4);
  }
}

export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false;
  return true;
}
