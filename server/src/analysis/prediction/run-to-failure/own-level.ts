/**
 * What a measure was before: the median of the hour that ended ten minutes ago, so that a fault that grows does not become
 * its own level.
 */

const HOUR_MINUTES = 60;
const SKIPPED_MINUTES = 10;
const KEPT = HOUR_MINUTES + SKIPPED_MINUTES;
const RENEWED_EVERY = 5;

/** Plain data. */
export interface OwnLevel {
  /** The last 70 minutes, by minute of count. */
  readonly ring: Float64Array;
  count: number;
  level: number;
}

export function createOwnLevel(): OwnLevel {
  return { ring: new Float64Array(KEPT), count: 0, level: Number.NaN };
}

/** Takes in the next minute; gives the level before it, NaN in the first ten minutes. */
export function stepLevel(state: OwnLevel, value: number): number {
  state.ring[state.count % KEPT] = value;
  state.count += 1;
  if (state.count <= SKIPPED_MINUTES) return Number.NaN;
  if (Number.isNaN(state.level) || state.count % RENEWED_EVERY === 0) state.level = medianBefore(state);
  return state.level;
}

function medianBefore({ ring, count }: OwnLevel): number {
  const newest = Math.max(count - 1 - SKIPPED_MINUTES, SKIPPED_MINUTES - 1);
  const oldest = Math.max(0, count - KEPT);
  const values: number[] = [];
  for (let at = oldest; at <= newest; at += 1) values.push(ring[at % KEPT]!);
  return medianOf(values);
}

export function medianOf(values: number[]): number {
  values.sort((a, b) => a - b);
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}
