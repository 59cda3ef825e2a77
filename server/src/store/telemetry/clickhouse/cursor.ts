/** A place in an ordered list, opaque to callers: the sort key of the last row that was given. */
export type CursorPart = string | number;

export function encodeCursor(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** `undefined` unless the text is a cursor of ours whose parts have these types. */
export function decodeCursor(
  cursor: string,
  types: readonly ('string' | 'number')[],
): readonly CursorPart[] | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== types.length) return undefined;
  const fits = types.every((type, index) => typeof parts[index] === type && !Number.isNaN(parts[index]));
  // Checked one by one above.
  return fits ? (parts as CursorPart[]) : undefined;
}
