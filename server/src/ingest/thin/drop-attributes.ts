import type { AttributeColumns } from '@foreshock/model/attributes.ts';
import { matchesName } from '@foreshock/model/noise-rule.ts';

export interface Trimmed {
  readonly attributes: AttributeColumns;
  /** Of each row the bytes of keys and values that went. */
  readonly bytesOfRow: Float64Array;
}

/** The same attributes without some keys, on the rows concerned. `undefined` where none of the keys is there. */
export function dropAttributes(
  columns: AttributeColumns,
  patterns: readonly string[],
  isConcerned: (row: number) => boolean,
): Trimmed | undefined {
  const goes = Uint8Array.from(columns.keys, (key) => (patterns.some((pattern) => matchesName(pattern, key)) ? 1 : 0));
  if (!goes.includes(1)) return undefined;
  const rows = columns.first.length - 1;
  const first = new Uint32Array(rows + 1);
  const kept = new Uint32Array(columns.key.length);
  const bytesOfRow = new Float64Array(rows);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const from = columns.first[row]!;
    const end = columns.first[row + 1]!;
    let has = false;
    for (let i = from; i < end; i++) if (goes[columns.key[i]!] === 1) has = true;
    const concerned = has && isConcerned(row);
    for (let i = from; i < end; i++) {
      if (concerned && goes[columns.key[i]!] === 1)
        bytesOfRow[row]! += columns.keys[columns.key[i]!]!.length + columns.text.end[i]! - columns.text.start[i]!;
      else kept[at++] = i;
    }
    first[row + 1] = at;
  }
  if (at === columns.key.length) return undefined;
  const rest = kept.subarray(0, at);
  const { text } = columns;
  return {
    attributes: {
      first,
      key: Uint32Array.from(rest, (i) => columns.key[i]!),
      keys: columns.keys,
      kind: Uint8Array.from(rest, (i) => columns.kind[i]!),
      text: {
        bytes: text.bytes,
        start: Uint32Array.from(rest, (i) => text.start[i]!),
        end: Uint32Array.from(rest, (i) => text.end[i]!),
      },
    },
    bytesOfRow,
  };
}
