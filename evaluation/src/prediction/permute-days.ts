import { shuffled } from '../measured/bootstrap.ts';

/**
 * Outcomes whose days stand in another order: how often something comes stays, when it comes does not.
 *
 * perDay   rows of one day; what is over at the end stays where it is
 */
export function permuteDays(outcomes: Uint8Array, perDay: number, seed: number): Uint8Array {
  const permuted = outcomes.slice();
  const days = Math.floor(outcomes.length / perDay);
  for (const [day, from] of shuffled(days, seed).entries()) {
    permuted.set(outcomes.subarray(from * perDay, (from + 1) * perDay), day * perDay);
  }
  return permuted;
}
