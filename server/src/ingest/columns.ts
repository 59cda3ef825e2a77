import type { AttributeColumns, Attributes } from '@foreshock/model/attributes.ts';
import { textAt } from '@foreshock/model/text-column.ts';

/** The attributes of one record as a map; of equal keys the last counts. */
export function attributesOfRow(columns: AttributeColumns, row: number): Attributes {
  const attributes = new Map<string, string>();
  for (let at = columns.first[row]!; at < columns.first[row + 1]!; at++) {
    attributes.set(columns.keys[columns.key[at]!]!, textAt(columns.text, at));
  }
  return attributes;
}
