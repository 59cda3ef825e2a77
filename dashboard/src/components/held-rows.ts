import { useState } from 'react';

export interface HeldRows<T> {
  readonly rows: readonly T[];
  /** Rows that wait until somebody asks for them. */
  readonly waiting: number;
  readonly release: () => void;
}

/**
 * Keeps the places of rows on screen while their contents follow: nothing moves under the pointer.
 *
 * order   ids on screen, in their order
 * returns the rows to draw, and how many of `incoming` are not among them
 */
export function holdRows<T>(
  order: readonly string[],
  incoming: readonly T[],
  known: ReadonlyMap<string, T>,
  idOf: (row: T) => string,
): { readonly rows: readonly T[]; readonly waiting: number } {
  const fresh = new Map(incoming.map((row) => [idOf(row), row]));
  const rows = order.flatMap((id) => fresh.get(id) ?? known.get(id) ?? []);
  return { rows, waiting: incoming.filter((row) => !order.includes(idOf(row))).length };
}

/** `subject` names the list; when it changes (another filter) the new rows are taken at once. */
export function useHeldRows<T>(incoming: readonly T[], idOf: (row: T) => string, subject: string): HeldRows<T> {
  const take = () => ({ subject, order: incoming.map(idOf), known: new Map(incoming.map((row) => [idOf(row), row])) });
  const [held, setHeld] = useState(take);
  const outdated = held.subject !== subject || (held.order.length === 0 && incoming.length > 0);
  if (outdated) setHeld(take());
  const { rows, waiting } = holdRows(held.order, incoming, held.known, idOf);
  return outdated
    ? { rows: incoming, waiting: 0, release: () => undefined }
    : { rows, waiting, release: () => setHeld(take()) };
}
