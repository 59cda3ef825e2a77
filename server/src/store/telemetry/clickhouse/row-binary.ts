/** Hot path; benchmark: benchmarks/store-append.ts. Reads values one after another as the engine writes RowBinary. */
export class RowBinaryReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  uint8(): number {
    return this.#bytes[this.#at++]!;
  }

  float64(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  /** A length: LEB128. */
  length(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  text(): string {
    const length = this.length();
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  /** That many bytes as hex digits. */
  hex(length: number): string {
    this.#at += length;
    return this.#bytes.toString('hex', this.#at - length, this.#at);
  }

  float64s(): Float64Array {
    return new Float64Array(this.#aligned(this.length() * 8));
  }

  uint32s(): Uint32Array {
    return new Uint32Array(this.#aligned(this.length() * 4));
  }

  int32s(): Int32Array {
    return new Int32Array(this.#aligned(this.length() * 4));
  }

  /** A copy, because typed arrays begin at multiples of their size only. The machines we run on are little-endian. */
  #aligned(sizeBytes: number): ArrayBuffer {
    const copy = new Uint8Array(sizeBytes);
    copy.set(this.#bytes.subarray(this.#at, this.#at + sizeBytes));
    this.#at += sizeBytes;
    return copy.buffer;
  }
}
