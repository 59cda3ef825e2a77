// Hot path, measured by benchmarks/otlp-decode.ts: open addressing over slices of one buffer, no string is made.

const EMPTY = -1;
/**
 * Chosen keys can be made to collide. After so many steps a slice gets a new id unseen: the table then repeats itself,
 * which is harmless, but finding a slice never costs more than this many comparisons.
 */
const MAX_STEPS = 24;

/** Gives equal slices of one buffer the same small number, in the order of first sight. */
export class InternTable {
  count = 0;
  starts = new Uint32Array(32);
  ends = new Uint32Array(32);
  #slots = new Int32Array(64).fill(EMPTY);
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The number of the slice; equal to the former `count` when it was not seen before. */
  idOf(start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(this.#view, start, end) & mask;
    for (let step = 0; step < MAX_STEPS; step++) {
      const id = slots[slot]!;
      if (id === EMPTY) return this.#add(slot, start, end);
      if (this.equals(id, start, end)) return id;
      slot = (slot + 1) & mask;
    }
    return this.#add(EMPTY, start, end);
  }

  /** True where `id` is the number of this slice: a guess is dearer to hash than to compare. */
  equals(id: number, start: number, end: number): boolean {
    const other = this.starts[id]!;
    const length = end - start;
    if (this.ends[id]! - other !== length) return false;
    if (other === start) return true;
    const view = this.#view;
    if (length < 4) {
      for (let i = 0; i < length; i++) if (view.getUint8(other + i) !== view.getUint8(start + i)) return false;
      return true;
    }
    // Four bytes at a time; the last four may overlap those before.
    const last = length - 4;
    for (let i = 0; i < last; i += 4) if (view.getInt32(other + i) !== view.getInt32(start + i)) return false;
    return view.getInt32(other + last) === view.getInt32(start + last);
  }

  #add(slot: number, start: number, end: number): number {
    const id = this.count++;
    if (id === this.starts.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    this.starts[id] = start;
    this.ends[id] = end;
    if (slot !== EMPTY) this.#slots[slot] = id;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = hashOf(this.#view, this.starts[id]!, this.ends[id]!) & mask;
      let step = 0;
      while (slots[slot] !== EMPTY && step++ < MAX_STEPS) slot = (slot + 1) & mask;
      if (slots[slot] === EMPTY) slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(array.length * 2);
  grown.set(array);
  return grown;
}

/** FNV-1a over words of four bytes, with a last mix, because the low bits choose the slot. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = 0x811c_9dc5 ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at), 0x0100_0193);
  for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x0100_0193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x85eb_ca6b) ^ (hash >>> 13);
}
