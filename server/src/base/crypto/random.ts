import { randomBytes as systemRandomBytes } from 'node:crypto';

/** A number in [0, 1). Handed in wherever chance plays a part. */
export type Chance = () => number;

export const systemChance: Chance = () => systemRandomBytes(4).readUInt32LE(0) / 2 ** 32;

export function randomBytes(length: number): Uint8Array {
  return systemRandomBytes(length);
}
