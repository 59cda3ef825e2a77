import { failure, type Result, success } from '@foreshock/model/known-error.ts';

/** Where a page ended: the values that the list is ordered by. */
export type CursorParts = readonly (string | number | boolean)[];

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: string;
}

export function encodeCursor(parts: CursorParts): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** `input-invalid` unless `text` holds values of the same types as `like`. */
export function decodeCursor<Parts extends CursorParts>(text: string, like: Parts): Result<Parts> {
  const parts = parse(text);
  const isLike =
    Array.isArray(parts) &&
    parts.length === like.length &&
    parts.every((part, index) => typeof part === typeof like[index]);
  if (isLike) return success(parts as unknown as Parts); // just compared, value by value
  return failure('input-invalid', 'cursor was not made by this list; send `next` of the page before, or none');
}

/** `rows` holds one more than `limit` where there is another page. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => T,
  place: (row: Row) => CursorParts,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items: shown.map(item), ...(hasMore && { next: encodeCursor(place(last)) }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
