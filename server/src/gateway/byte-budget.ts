/** What one request holds of the budget. */
export interface Reservation {
  /** True when the request may hold so many bytes in all; false leaves it with what it had. */
  grow(totalBytes: number): boolean;
  /** May be called twice. */
  release(): void;
}

/** How many bytes of requests are in memory at once, in all and per owner. */
export interface ByteBudget {
  /** A reservation of nothing yet. */
  open(owner: string): Reservation;
  usedBytes(): number;
}

export interface ByteBudgetOptions {
  readonly maxBytes: number;
  readonly maxBytesPerOwner: number;
}

export function createByteBudget({ maxBytes, maxBytesPerOwner }: ByteBudgetOptions): ByteBudget {
  const usedByOwner = new Map<string, number>();
  let usedBytes = 0;

  const add = (owner: string, bytes: number): void => {
    const used = (usedByOwner.get(owner) ?? 0) + bytes;
    usedBytes += bytes;
    if (used === 0) usedByOwner.delete(owner);
    else usedByOwner.set(owner, used);
  };

  return {
    open: (owner) => {
      let heldBytes = 0;
      return {
        grow: (totalBytes) => {
          const more = Math.max(0, totalBytes - heldBytes);
          const fits = usedBytes + more <= maxBytes && (usedByOwner.get(owner) ?? 0) + more <= maxBytesPerOwner;
          if (!fits) return false;
          add(owner, more);
          heldBytes += more;
          return true;
        },
        release: () => {
          add(owner, -heldBytes);
          heldBytes = 0;
        },
      };
    },
    usedBytes: () => usedBytes,
  };
}
