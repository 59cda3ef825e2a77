import type { TextColumn } from '@foreshock/model/text-column.ts';
import { grow } from './grow.ts';

/** A growing text column without its bytes. */
export class SliceColumn {
  start: Uint32Array<ArrayBuffer>;
  end: Uint32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.start = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
  }

  set(row: number, start: number, end: number): void {
    this.start[row] = start;
    this.end[row] = end;
  }

  grow(): void {
    this.start = grow(this.start);
    this.end = grow(this.end);
  }

  finish(count: number, bytes: Uint8Array): TextColumn {
    return { bytes, start: this.start.subarray(0, count), end: this.end.subarray(0, count) };
  }
}
