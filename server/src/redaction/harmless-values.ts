// Hot path, measured by benchmarks/redact.ts: most values of attributes come again and again in a request, and to know one
// again is several times cheaper than to look at it again.

/** Slices of one buffer in which nothing was found. Forgets some when they are many. */
export interface HarmlessValues {
  has(start: number, end: number): boolean;
  add(start: number, end: number): void;
}

const SLOTS = 512;

export function createHarmlessValues(bytes: Uint8Array): HarmlessValues {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = new Uint32Array(SLOTS);
  /** 0: the slot is free. */
  const ends = new Uint32Array(SLOTS);

  /** FNV-1a over words of four bytes. */
  const slotOf = (start: number, end: number): number => {
    let hash = 0x811c_9dc5 ^ (end - start);
    let at = start;
    for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at), 0x0100_0193);
    for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x0100_0193);
    return (hash ^ (hash >>> 15)) & (SLOTS - 1);
  };

  const isSame = (other: number, start: number, end: number): boolean => {
    let at = start;
    let its = other;
    for (; at + 4 <= end; at += 4, its += 4) if (view.getInt32(at) !== view.getInt32(its)) return false;
    for (; at < end; at++, its++) if (bytes[at] !== bytes[its]) return false;
    return true;
  };

  return {
    has(start, end) {
      const slot = slotOf(start, end);
      const other = starts[slot]!;
      return ends[slot]! - other === end - start && isSame(other, start, end);
    },
    add(start, end) {
      const slot = slotOf(start, end);
      starts[slot] = start;
      ends[slot] = end;
    },
  };
}
