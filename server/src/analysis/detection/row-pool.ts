/** Rows of numbers by key, side by side in one array: state of many alike things without an object for each. */
export interface RowPool {
  /** Of row `row` field `f` is at `row * stride + f`. Another array after `add`. */
  readonly fields: Float64Array;
  readonly stride: number;
  find(key: string): number | undefined;
  /** A row of zeros. The key must be new. */
  add(key: string): number;
  delete(key: string): void;
  /** In the order of adding. */
  entries(): IterableIterator<[string, number]>;
  readonly size: number;
  snapshot(): RowPoolSnapshot;
}

export interface RowPoolSnapshot {
  readonly keys: readonly string[];
  /** In the order of `keys`. */
  readonly fields: Float64Array;
}

export function createRowPool(stride: number, snapshot?: RowPoolSnapshot): RowPool {
  const rows = new Map<string, number>();
  const free: number[] = [];
  let used = 0;
  let fields = new Float64Array(Math.max(64, snapshot?.keys.length ?? 0) * stride);
  if (snapshot !== undefined) {
    fields.set(snapshot.fields);
    for (const key of snapshot.keys) rows.set(key, used++);
  }

  function add(key: string): number {
    const row = free.pop() ?? used++;
    if ((row + 1) * stride > fields.length) {
      const grown = new Float64Array(fields.length * 2);
      grown.set(fields);
      fields = grown;
    }
    fields.fill(0, row * stride, (row + 1) * stride);
    rows.set(key, row);
    return row;
  }

  return {
    get fields() {
      return fields;
    },
    stride,
    find: (key) => rows.get(key),
    add,
    delete(key) {
      const row = rows.get(key);
      if (row === undefined) return;
      rows.delete(key);
      free.push(row);
    },
    entries: () => rows.entries(),
    get size() {
      return rows.size;
    },
    snapshot() {
      const packed = new Float64Array(rows.size * stride);
      let at = 0;
      for (const row of rows.values()) {
        packed.set(fields.subarray(row * stride, (row + 1) * stride), at);
        at += stride;
      }
      return { keys: [...rows.keys()], fields: packed };
    },
  };
}
