/** A place at which a chart can be read: where the cursor stands and what it says there. */
export interface ChartStop {
  readonly x: number;
  /** With it a ring marks the point. */
  readonly y?: number;
  readonly text: string;
}

/** Index of the stop nearest to `x`, or to (x, y) where stops have a height; -1 without stops. */
export function nearestStop(stops: readonly ChartStop[], x: number, y: number, inPlane = false): number {
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const [index, stop] of stops.entries()) {
    const distance = Math.abs(stop.x - x) + (inPlane && stop.y !== undefined ? Math.abs(stop.y - y) : 0);
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}
