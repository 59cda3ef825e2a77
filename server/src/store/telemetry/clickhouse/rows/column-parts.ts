/** Hot path; benchmark: benchmarks/store-append.ts. Puts the columns of several requests behind one another. */

import type { TextColumn } from '@foreshock/model/text-column.ts';
import { type ArrowColumn, BytesWriter } from '../arrow-column.ts';

type Numbers = BigUint64Array | Uint32Array | Uint8Array | Float64Array;

/** `first` itself when there is only one. */
export function joinNumbers<T extends Numbers>(parts: readonly T[], create: (length: number) => T): T {
  if (parts.length === 1) return parts[0]!;
  const joined = create(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    // The parts are of one type, which the compiler cannot see in a union.
    (joined as Uint8Array).set(part as Uint8Array, at);
    at += part.length;
  }
  return joined;
}

export function joinTexts(name: string, parts: readonly TextColumn[]): ArrowColumn {
  const rows = parts.reduce((sum, part) => sum + part.start.length, 0);
  let size = 0;
  for (const { start, end } of parts) for (let i = 0; i < start.length; i++) size += end[i]! - start[i]!;
  const writer = new BytesWriter(rows, size);
  for (const { bytes, start, end } of parts) {
    for (let i = 0; i < start.length; i++) {
      writer.write(bytes, start[i]!, end[i]!);
      writer.endRow();
    }
  }
  return writer.column(name);
}

const encoder = new TextEncoder();

/** One of a few texts per row: `texts[index[row]]`. */
export function joinChoices(
  name: string,
  parts: readonly { readonly texts: readonly string[]; readonly index: Uint32Array }[],
): ArrowColumn {
  const rows = parts.reduce((sum, part) => sum + part.index.length, 0);
  const writer = new BytesWriter(rows, rows * 20);
  for (const { texts, index } of parts) {
    const encoded = texts.map((text) => encoder.encode(text));
    for (const choice of index) {
      const bytes = encoded[choice]!;
      writer.write(bytes, 0, bytes.length);
      writer.endRow();
    }
  }
  return writer.column(name);
}

/** A text per row, where neighbors are often the same string. */
export function joinStrings(name: string, parts: readonly (readonly string[])[]): ArrowColumn {
  const rows = parts.reduce((sum, part) => sum + part.length, 0);
  const writer = new BytesWriter(rows, rows * 20);
  const encoded = new Map<string, Uint8Array>();
  for (const part of parts) {
    for (const text of part) {
      let bytes = encoded.get(text);
      if (bytes === undefined) {
        bytes = encoder.encode(text);
        encoded.set(text, bytes);
      }
      writer.write(bytes, 0, bytes.length);
      writer.endRow();
    }
  }
  return writer.column(name);
}

export function rowNumbers(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}

/** `ids[index[row]]` of each request, in one column. */
export function joinSourceIds(
  parts: readonly { readonly ids: readonly bigint[]; readonly index: Uint32Array }[],
): BigUint64Array {
  const rows = parts.reduce((sum, part) => sum + part.index.length, 0);
  const joined = new BigUint64Array(rows);
  let row = 0;
  for (const { ids, index } of parts) for (const choice of index) joined[row++] = ids[choice]!;
  return joined;
}

/** 1 for every row of a request that says nothing else. */
export function joinWeights(
  parts: readonly { readonly columns: { readonly count: number }; readonly weightOfRow: Float64Array | undefined }[],
): Float64Array {
  const rows = parts.reduce((sum, part) => sum + part.columns.count, 0);
  const joined = new Float64Array(rows).fill(1);
  let at = 0;
  for (const { columns, weightOfRow } of parts) {
    if (weightOfRow) joined.set(weightOfRow, at);
    at += columns.count;
  }
  return joined;
}
