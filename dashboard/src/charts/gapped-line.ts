import { line } from 'd3';

/** Path of a course that breaks off where a value is missing; empty without any. `x`: of the index of a value. */
export function gappedLine(
  values: readonly (number | undefined)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const draw = line<number | undefined>()
    .defined((value) => value !== undefined)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0));
  return draw([...values]) ?? '';
}
