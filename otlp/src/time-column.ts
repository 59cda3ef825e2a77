import { nanosecondsOf, type Timestamp } from '@foreshock/model/time.ts';
import { grow } from './grow.ts';

/** Nanoseconds in halves of 32 bits, so that no BigInt is made per record. */
export class TimeColumn {
  /** Low and high half in turn, which is how a little-endian machine lays out 64 bits. */
  halves: Uint32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.halves = new Uint32Array(capacity * 2);
  }

  set(row: number, low: number, high: number): void {
    this.halves[row * 2] = low;
    this.halves[row * 2 + 1] = high;
  }

  grow(): void {
    this.halves = grow(this.halves);
  }

  finish(count: number): BigUint64Array {
    return new BigUint64Array(this.halves.buffer, 0, count);
  }
}

/** Unix milliseconds as nanoseconds in halves: `[low, high]`. */
export function nanosecondHalves(time: Timestamp): readonly [number, number] {
  const nanoseconds = nanosecondsOf(time);
  return [Number(nanoseconds & 0xffff_ffffn), Number((nanoseconds >> 32n) & 0xffff_ffffn)];
}
