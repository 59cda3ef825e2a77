import { createRandom as createSimulatorRandom } from '@foreshock/simulator/random.ts';

/** Chance that can be had again: the same seed gives the same choices. */
export interface Random {
  /** A whole number in [0, below). */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  bytes(length: number): Uint8Array;
}

export function createRandom(seed: string): Random {
  const { next, pick } = createSimulatorRandom(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, pick, bytes: (length) => Uint8Array.from({ length }, () => below(256)) };
}
