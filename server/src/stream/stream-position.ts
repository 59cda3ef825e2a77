import type { StreamPosition } from './telemetry-stream.ts';

/** Below, at or above 0 as `left` comes before, is, or comes after `right`. The texts have one length, so text order is it. */
export function comparePositions(left: StreamPosition, right: StreamPosition): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
