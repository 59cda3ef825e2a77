// Hot path, measured by benchmarks/otlp-decode.ts.
import type { AttributeColumns } from '@foreshock/model/attributes.ts';
import { grow } from './grow.ts';
import { InternTable } from './intern-table.ts';
import type { ValueReader } from './value-reader.ts';
import type { WireReader } from './wire.ts';

const decoder = new TextDecoder();

/** Grows the attribute columns of a request, row by row: `begin`, some `read`, then `keep` unless the row is refused. */
export class AttributeBuilder {
  readonly #bytes: Uint8Array;
  readonly #values: ValueReader;
  readonly #keys: InternTable;
  #rows = 0;
  #count = 0;
  #rowStart = 0;
  #first: Uint32Array<ArrayBuffer>;
  #key: Uint32Array<ArrayBuffer>;
  #kind: Uint8Array<ArrayBuffer>;
  #start: Uint32Array<ArrayBuffer>;
  #end: Uint32Array<ArrayBuffer>;
  /** Where the row before has its next key: most records of a request have the same keys in the same order. */
  #guess = 0;
  /** By key: where it was set last. */
  #setAt = new Uint32Array(32);

  constructor(reader: WireReader, values: ValueReader) {
    this.#bytes = reader.bytes;
    this.#values = values;
    this.#keys = new InternTable(reader.bytes);
    // Attributes take about 50 bytes, records about 400: with this guess most requests never grow their columns.
    const capacity = 64 + (reader.bytes.length >>> 5);
    this.#first = new Uint32Array(64 + (reader.bytes.length >>> 8));
    this.#key = new Uint32Array(capacity);
    this.#kind = new Uint8Array(capacity);
    this.#start = new Uint32Array(capacity);
    this.#end = new Uint32Array(capacity);
  }

  begin(): void {
    this.#count = this.#rowStart;
    this.#guess = this.#rows === 0 ? 0 : this.#first[this.#rows - 1]!;
  }

  /** The reader stands before the length of a KeyValue. Of equal keys in a row the last counts, at the place of the first. */
  read(): void {
    const values = this.#values;
    values.readKeyValue();
    const key = this.#keyOf(values.keyStart, values.keyEnd);
    let at = this.#setAt[key]!;
    const isRepeated = at >= this.#rowStart && at < this.#count && this.#key[at] === key;
    if (!isRepeated) {
      at = this.#count++;
      if (at === this.#key.length) this.#grow();
      this.#key[at] = key;
      this.#setAt[key] = at;
    }
    this.#kind[at] = values.kind;
    this.#start[at] = values.start;
    this.#end[at] = values.end;
  }

  keep(): void {
    this.#rows++;
    if (this.#rows === this.#first.length) this.#first = grow(this.#first);
    this.#first[this.#rows] = this.#count;
    this.#rowStart = this.#count;
  }

  #keyOf(start: number, end: number): number {
    const guess = this.#guess++;
    if (guess < this.#rowStart) {
      const key = this.#key[guess]!;
      if (this.#keys.equals(key, start, end)) return key;
    }
    const key = this.#keys.idOf(start, end);
    if (key === this.#setAt.length) this.#setAt = grow(this.#setAt);
    return key;
  }

  #grow(): void {
    this.#key = grow(this.#key);
    this.#kind = grow(this.#kind);
    this.#start = grow(this.#start);
    this.#end = grow(this.#end);
  }

  /** `bytes`: what the offsets of the values point into, `ValueReader.bytes()` at the end. */
  finish(bytes: Uint8Array): AttributeColumns {
    const count = this.#rowStart;
    const keys: string[] = [];
    for (let key = 0; key < this.#keys.count; key++) {
      keys.push(decoder.decode(this.#bytes.subarray(this.#keys.starts[key], this.#keys.ends[key])));
    }
    return {
      first: this.#first.subarray(0, this.#rows + 1),
      key: this.#key.subarray(0, count),
      keys,
      kind: this.#kind.subarray(0, count),
      text: { bytes, start: this.#start.subarray(0, count), end: this.#end.subarray(0, count) },
    };
  }
}
