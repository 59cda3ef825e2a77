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

  copy(): Float64Array {
    return this.#numbers.slice(0, this.length);
  }
}
