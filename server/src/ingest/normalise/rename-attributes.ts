import type { AttributeColumns, Attributes } from '@foreshock/model/attributes.ts';
import { attributeRenames, dialectRenames } from './convention-renames.ts';

function newNameOf(key: string): string | undefined {
  return attributeRenames.get(key) ?? dialectRenames.get(key);
}

/** The same map when nothing in it has an old name. A new name that is there keeps its value; the old one stays where it says another. */
export function renameAttributes(attributes: Attributes): Attributes {
  let hasOld = false;
  for (const key of attributes.keys()) if (newNameOf(key) !== undefined) hasOld = true;
  if (!hasOld) return attributes;
  const renamed = new Map<string, string>();
  for (const [key, value] of attributes) {
    const newName = newNameOf(key);
    if (newName === undefined) renamed.set(key, value);
    else if (!attributes.has(newName) && !renamed.has(newName)) renamed.set(newName, value);
    else if ((attributes.get(newName) ?? renamed.get(newName)) !== value) renamed.set(key, value);
  }
  return renamed;
}

/**
 * Names of keys are kept once per request, so a request whose senders use the new names costs a look at each name. Where a
 * record has old and new name, the new one keeps its value: the old one stays as it is, for it may say something else.
 */
export function renameColumns(columns: AttributeColumns): AttributeColumns {
  const { keys } = columns;
  let hasOld = false;
  for (const key of keys) if (newNameOf(key) !== undefined) hasOld = true;
  return hasOld ? renameKeys(columns, newNameOf) : columns;
}

/** `newName` of a key, `undefined` where it keeps its own; `appliesTo`: the rows concerned, all without it. */
export function renameKeys(
  columns: AttributeColumns,
  newName: (key: string) => string | undefined,
  appliesTo: (row: number) => boolean = () => true,
): AttributeColumns {
  const keys = [...columns.keys];
  const indexOf = new Map(keys.map((key, index) => [key, index]));
  /** By index of the old name the index of the new one, -1 where the key keeps its name. */
  const target = new Int32Array(columns.keys.length).fill(-1);
  for (const [index, key] of columns.keys.entries()) {
    const renamed = newName(key);
    if (renamed === undefined) continue;
    let at = indexOf.get(renamed);
    if (at === undefined) {
      at = keys.push(renamed) - 1;
      indexOf.set(renamed, at);
    }
    target[index] = at;
  }
  const key = columns.key.slice();
  const rows = columns.first.length - 1;
  for (let row = 0; row < rows; row++) {
    if (!appliesTo(row)) continue;
    const first = columns.first[row]!;
    const end = columns.first[row + 1]!;
    for (let at = first; at < end; at++) {
      const wanted = target[key[at]!] ?? -1;
      if (wanted >= 0 && !hasKey(key, first, end, wanted)) key[at] = wanted;
    }
  }
  return { ...columns, key, keys };
}

function hasKey(key: Uint32Array, first: number, end: number, wanted: number): boolean {
  for (let at = first; at < end; at++) if (key[at] === wanted) return true;
  return false;
}
