import type { Redactor } from './create-redactor.ts';

/** One value of a record as it is stored, by its kind. */
export interface TypedValue {
  readonly text: string;
  /** One of `valueKinds`. */
  readonly kind: string;
  /** Absent for what has no name, such as a body. */
  readonly key?: string;
}

/** The text that would be stored in its place; the same where it stays. As `redact` does with columns, one value at a time. */
export function redactTypedValue({ text, kind, key }: TypedValue, redactor: Redactor): string {
  switch (kind) {
    case 'empty':
    case 'bool':
      return text;
    case 'string':
      return key === undefined ? redactor.text(text) : redactor.value(text, key);
    case 'int':
    case 'double':
      if (key !== undefined) return redactor.number(text, key) ?? text;
      return kind === 'int' ? redactor.text(text) : text;
    case 'bytes':
      return redactor.base64(text, key);
    default:
      return redactor.json(text, key);
  }
}
