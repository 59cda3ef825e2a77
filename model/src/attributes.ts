import type { TextColumn } from './text-column.ts';

/**
 * The kind of an OTLP AnyValue. Arrays, maps and bytes are kept as JSON text (bytes as base64) in `text`.
 * The letter is what the store keeps beside the text, so that a value comes back with its type.
 */
export const valueKinds = ['empty', 'string', 'bool', 'int', 'double', 'array', 'map', 'bytes'] as const;
export type ValueKind = (typeof valueKinds)[number];

/** Attribute values by record, flat: those of row i are `first[i] <= a < first[i + 1]`. */
export interface AttributeColumns {
  /** Length rows + 1. */
  readonly first: Uint32Array;
  /** Index into `keys`. */
  readonly key: Uint32Array;
  readonly keys: readonly string[];
  /** Index into `valueKinds`. */
  readonly kind: Uint8Array;
  /** The value as text: strings as they are, numbers and booleans in JSON notation. */
  readonly text: TextColumn;
}

/** Attributes in the order sent; of equal keys the last counts. Values as text. */
export type Attributes = ReadonlyMap<string, string>;
