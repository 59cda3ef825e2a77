import { grow } from './grow.ts';

/** Numbers that are collected for one point and then taken. */
export class NumberList {
  length = 0;
  #numbers = new Float64Array(64);

  push(value: number): void {
    if (this.length === this.#numbers.length) this.#numbers = grow(this.#numbers);
    this.#numbers[this.length++] = value;
  }

  /** Below `length`. */
  at(index: number): number {
    return this.#numbers[index]!;
  }

  clear(): void {
    this.length = 0;
  }

  /** A copy; `before` itself where it holds the same numbers, as the bounds of one metric do from point to point. */
  copy(before?: Float64Array): Float64Array {
    if (before !== undefined && this.#equals(before)) return before;
    // A loop, because `slice` costs more than the few numbers of a point.
    const copied = new Float64Array(this.length);
    for (let i = 0; i < copied.length; i++) copied[i] = this.#numbers[i]!;
    return copied;
  }

  #equals(other: Float64Array): boolean {
    if (other.length !== this.length) return false;
    for (let i = 0; i < other.length; i++) if (!Object.is(other[i], this.#numbers[i])) return false;
    return true;
  }
}
