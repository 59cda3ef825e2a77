/**
 * Places for labels as near as they can be to where they belong, at least `gap` apart, within [low, high].
 * Returned in the order given. With more labels than room the gap shrinks.
 */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const room = wanted.length > 1 ? Math.min(gap, (high - low) / (wanted.length - 1)) : gap;
  const placed = new Array<number>(wanted.length).fill(0);
  let edge = low;
  for (const index of order) {
    placed[index] = Math.max(edge, wanted[index]!);
    edge = placed[index]! + room;
  }
  let limit = high;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(limit, placed[index]!);
    limit = placed[index]! - room;
  }
  return placed;
}
