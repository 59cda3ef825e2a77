// Hot path, benchmarks/normalise.ts.
import { type AttributeColumns, type ValueKind, valueKinds } from '@foreshock/model/attributes.ts';
import type { AppendedTexts } from './append-text.ts';
import type { Field } from './log-fields.ts';

const KINDS = new Map<ValueKind, number>(valueKinds.map((kind, index) => [kind, index]));

/** Fields become attributes of their rows, behind those that are there. What a record says already is not said over. */
export function addAttributes(
  columns: AttributeColumns,
  fieldsOfRow: ReadonlyMap<number, readonly Field[]>,
  texts: AppendedTexts,
): AttributeColumns {
  if (fieldsOfRow.size === 0) return columns;
  const keys = [...columns.keys];
  const indexOf = new Map(keys.map((key, index) => [key, index]));
  let most = columns.key.length;
  for (const fields of fieldsOfRow.values()) most += fields.length;
  const rows = columns.first.length - 1;
  const first = new Uint32Array(rows + 1);
  const key = new Uint32Array(most);
  const kind = new Uint8Array(most);
  const start = new Uint32Array(most);
  const end = new Uint32Array(most);
  const { text } = columns;
  const base = text.bytes.length;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const begin = at;
    for (let from = columns.first[row]!; from < columns.first[row + 1]!; from++, at++) {
      key[at] = columns.key[from]!;
      kind[at] = columns.kind[from]!;
      start[at] = text.start[from]!;
      end[at] = text.end[from]!;
    }
    const fields = fieldsOfRow.get(row);
    if (fields !== undefined) {
      for (const field of fields) {
        let index = indexOf.get(field.key);
        if (index === undefined) {
          index = keys.push(field.key) - 1;
          indexOf.set(field.key, index);
        }
        if (isTaken(key, begin, at, index)) continue;
        key[at] = index;
        kind[at] = KINDS.get(field.kind)!;
        start[at] = base + texts.add(field.text);
        end[at] = base + texts.size;
        at++;
      }
    }
    first[row + 1] = at;
  }
  return {
    first,
    key: key.subarray(0, at),
    keys,
    kind: kind.subarray(0, at),
    text: { bytes: texts.behind(text.bytes), start: start.subarray(0, at), end: end.subarray(0, at) },
  };
}

function isTaken(key: Uint32Array, begin: number, end: number, wanted: number): boolean {
  for (let at = begin; at < end; at++) if (key[at] === wanted) return true;
  return false;
}
