import { grow } from './grow.ts';

/** Ids of a fixed number of bytes, one after the other; all zero where there is none. */
export class IdColumn {
  bytes: Uint8Array<ArrayBuffer>;
  readonly #width: number;

  constructor(capacity: number, width: number) {
    this.bytes = new Uint8Array(capacity * width);
    this.#width = width;
  }

  /** `end === start` sets no id; else the slice must have the width of the column. */
  set(row: number, from: Uint8Array, start: number, end: number): void {
    const width = this.#width;
    const at = row * width;
    if (start === end) this.bytes.fill(0, at, at + width);
    else for (let i = 0; i < width; i++) this.bytes[at + i] = from[start + i]!;
  }

  grow(): void {
    this.bytes = grow(this.bytes);
  }

  finish(count: number): Uint8Array {
    return this.bytes.subarray(0, count * this.#width);
  }
}

export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false;
  return true;
}
