/**
 * Hot path; benchmark: benchmarks/store-append.ts. Columns in the layout of the Arrow C data interface, which the engine
 * reads where they lie.
 */

/** `L` UInt64, `l` Int64, `I` UInt32, `C` UInt8, `g` Float64, `z` bytes with 32-bit offsets, `w:N` N bytes a row. */
export type ArrowFormat = 'L' | 'l' | 'I' | 'C' | 'g' | 'z' | 'w:8' | 'w:16';

export interface ArrowColumn {
  readonly name: string;
  readonly format: ArrowFormat;
  /** The validity bitmap is always absent: no row is null. `z`: offsets, then bytes; else the values. */
  readonly buffers: readonly Uint8Array[];
}

type Numbers = BigUint64Array | BigInt64Array | Uint32Array | Uint8Array | Float64Array;

export function numberColumn(name: string, format: ArrowFormat, values: Numbers): ArrowColumn {
  return { name, format, buffers: [new Uint8Array(values.buffer, values.byteOffset, values.byteLength)] };
}

/** Longest value that a loop copies faster than a call of `set` does. */
const LOOP_COPY_BYTES = 48;

/** Grows a column of byte strings, row by row. */
export class BytesWriter {
  readonly #offsets: Int32Array;
  #bytes: Uint8Array;
  #at = 0;
  #row = 0;

  constructor(rows: number, sizeBytes: number) {
    this.#offsets = new Int32Array(rows + 1);
    this.#bytes = new Uint8Array(Math.max(sizeBytes, 64));
  }

  /** Appends to the open row. */
  write(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#at + length > this.#bytes.length) this.#grow(length);
    const bytes = this.#bytes;
    let at = this.#at;
    if (length > LOOP_COPY_BYTES) bytes.set(from.subarray(start, end), at);
    else for (let i = start; i < end; i++) bytes[at++] = from[i]!;
    this.#at += length;
  }

  /**
   * Appends an item and the byte 0xFF, which UTF-8 never holds. Where bytes that are no UTF-8 hold it, it becomes 0xFE,
   * which UTF-8 never holds either: both are read back as U+FFFD.
   */
  writeItem(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#at + length + 1 > this.#bytes.length) this.#grow(length + 1);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = start; i < end; i++) {
      const byte = from[i]!;
      bytes[at++] = byte === 0xff ? 0xfe : byte;
    }
    bytes[at] = 0xff;
    this.#at = at + 1;
  }

  writeByte(byte: number): void {
    if (this.#at === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#at++] = byte;
  }

  endRow(): void {
    this.#offsets[++this.#row] = this.#at;
  }

  column(name: string): ArrowColumn {
    const offsets = new Uint8Array(this.#offsets.buffer);
    return { name, format: 'z', buffers: [offsets, this.#bytes.subarray(0, Math.max(this.#at, 1))] };
  }

  #grow(by: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + by));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}

const encoder = new TextEncoder();

/** For the small tables: every value as text. */
export function textColumn(name: string, values: readonly string[]): ArrowColumn {
  const writer = new BytesWriter(values.length, values.length * 16);
  for (const value of values) {
    const bytes = encoder.encode(value);
    writer.write(bytes, 0, bytes.length);
    writer.endRow();
  }
  return writer.column(name);
}

/** For the small tables: lists of texts, read by `listExpression`. */
export function listColumn(name: string, rows: readonly (readonly string[])[]): ArrowColumn {
  const writer = new BytesWriter(rows.length, rows.length * 32);
  for (const row of rows) {
    for (const item of row) {
      const bytes = encoder.encode(item);
      writer.writeItem(bytes, 0, bytes.length);
    }
    writer.endRow();
  }
  return writer.column(name);
}

/** SQL for the items that `writeItem` wrote into a row. */
export function listExpression(column: string): string {
  return `arrayPopBack(splitByChar('\\xFF', assumeNotNull(${column})))`;
}
