/**
 * Values as small whole numbers, so that a tree counts instead of sorting: 0 for a value that is missing, then one code
 * for each interval between rising edges.
 */

export const MISSING = 0;
/** Codes of one feature, the missing one included. */
export const CODES = 64;
const MOST_EDGES = CODES - 2;

/** `edges` rise, at most 62 of them; NaN and `undefined` are missing. A value that equals an edge lies above it. */
export function codeOf(edges: ArrayLike<number>, value: number | undefined): number {
  if (value === undefined || Number.isNaN(value)) return MISSING;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return 1 + low;
}

/** Edges at equal steps: `count` of them, the first at `from` and the last at `to`. */
export function evenEdges(from: number, to: number, count: number): Float64Array {
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  return Float64Array.from({ length: Math.min(MOST_EDGES, count) }, (_, i) => from + i * step);
}

/** Edges that part values into groups of about equal size; fewer where many are equal, none where all are. */
export function quantileEdges(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const edges: number[] = [];
  for (let i = 1; i <= MOST_EDGES; i += 1) {
    const edge = sorted[Math.floor((i * sorted.length) / (MOST_EDGES + 1))];
    // What equals the least value lies above no edge that tells it from others.
    if (edge !== undefined && edge > (edges.at(-1) ?? sorted[0]!)) edges.push(edge);
  }
  return Float64Array.from(edges);
}
