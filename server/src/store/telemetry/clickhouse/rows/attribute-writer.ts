/** Hot path; benchmark: benchmarks/store-append.ts. */

import type { AttributeColumns } from '@foreshock/model/attributes.ts';
import { type ArrowColumn, BytesWriter, listExpression } from '../arrow-column.ts';

/** One letter per `valueKinds`: what the store keeps beside the text. */
const KIND_LETTERS = 'esbidamx';
const letterCodes = Uint8Array.from(KIND_LETTERS, (letter) => letter.charCodeAt(0));
const STRING_KIND = 1;

/** The index into `valueKinds` of each value of a row, of which `kinds` may say nothing when all are strings. */
export function kindIndices(kinds: string, length: number): readonly number[] {
  return Array.from({ length }, (_, i) =>
    kinds === '' ? STRING_KIND : Math.max(0, KIND_LETTERS.indexOf(kinds[i] ?? 's')),
  );
}

const encoder = new TextEncoder();

/** Attributes of rows as three columns: keys, values, kinds. Of equal keys in a row the last is kept. */
export class AttributeWriter {
  readonly #keys: BytesWriter;
  readonly #values: BytesWriter;
  readonly #kinds: BytesWriter;

  constructor(rows: number) {
    this.#keys = new BytesWriter(rows, rows * 96);
    this.#values = new BytesWriter(rows, rows * 96);
    this.#kinds = new BytesWriter(rows, rows * 8);
  }

  /** All rows of one request. */
  add(attributes: AttributeColumns, rows: number): void {
    const { first, key, kind, text } = attributes;
    const keyBytes = attributes.keys.map((name) => encoder.encode(name));
    const lastAt = new Int32Array(attributes.keys.length).fill(-1);
    for (let row = 0; row < rows; row++) {
      const from = first[row]!;
      const to = first[row + 1]!;
      let onlyStrings = true;
      for (let a = from; a < to; a++) {
        lastAt[key[a]!] = a;
        if (kind[a] !== STRING_KIND) onlyStrings = false;
      }
      for (let a = from; a < to; a++) {
        if (lastAt[key[a]!] !== a) continue;
        const name = keyBytes[key[a]!]!;
        this.#keys.writeItem(name, 0, name.length);
        this.#values.writeItem(text.bytes, text.start[a]!, text.end[a]!);
        if (!onlyStrings) this.#kinds.writeByte(letterCodes[kind[a]!] ?? letterCodes[STRING_KIND]!);
      }
      this.#keys.endRow();
      this.#values.endRow();
      this.#kinds.endRow();
    }
  }

  columns(): readonly ArrowColumn[] {
    return [this.#keys.column('keys'), this.#values.column('texts'), this.#kinds.column('kinds')];
  }
}

/** SQL for the table columns `attributes` and `kinds`. */
export const attributeSelect = {
  attributes: mapExpression('keys', 'texts'),
  kinds: 'kinds',
} as const;

export function mapExpression(keys: string, texts: string): string {
  return `mapFromArrays(${listExpression(keys)}, ${listExpression(texts)})`;
}
