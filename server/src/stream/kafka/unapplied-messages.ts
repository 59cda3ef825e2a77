/** How many bytes of a topic the engine has not stored yet, as the side that writes knows it. */
export interface UnappliedMessages {
  /** A group that ends before place `next`. */
  add(next: bigint, bytes: number): void;
  /** All below is in the store. */
  applied(below: bigint): void;
  bytes(): number;
}

export function createUnappliedMessages(): UnappliedMessages {
  /** In the order of their places. */
  let groups: { readonly next: bigint; readonly bytes: number }[] = [];
  let total = 0;
  let appliedBelow = 0n;
  return {
    add: (next, bytes) => {
      if (next <= appliedBelow) return;
      groups.push({ next, bytes });
      total += bytes;
    },
    applied: (below) => {
      appliedBelow = below;
      const firstKept = groups.findIndex(({ next }) => next > below);
      const gone = groups.slice(0, firstKept === -1 ? groups.length : firstKept);
      groups = groups.slice(gone.length);
      for (const { bytes } of gone) total -= bytes;
    },
    bytes: () => total,
  };
}
